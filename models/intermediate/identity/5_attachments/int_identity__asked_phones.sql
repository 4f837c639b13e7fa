with people as (
    select * from {{ ref('int_identity__people') }}
),

corrected as (
    select distinct left_record_key as record_key
    from {{ ref('int_identity__corrections') }}
    where correction in ('not_this_phone', 'suppress_record')
),

callers as (
    select role from {{ ref('roles') }} where is_caller
),

calls as (
    select
        calls.call_record_key as record_key,
        calls.caller_number_token as phone_token,
        calls.started_at as observed_at
    from {{ ref('int_events__calls') }} as calls
    left join corrected on calls.call_record_key = corrected.record_key
    where calls.caller_number_token is not null and corrected.record_key is null
),

events_of_callers as (
    select distinct mention_events.event_token
    from {{ ref('int_identity__mention_events') }} as mention_events
    inner join callers on mention_events.role = callers.role
),

-- The number beside a caller is the caller's. Beside anybody else it may be the caller's as well, unless no caller was typed there.
nameless_entries as (
    select
        people.record_key,
        mention_phones.phone_token,
        mentions.observed_at,
        max(case when callers.role is not null then 1 else 0 end) = 1 as is_caller
    from people
    inner join {{ ref('int_identity__mentions') }} as mentions on people.mention_id = mentions.mention_id
    inner join {{ ref('int_identity__mention_phones') }} as mention_phones on people.mention_id = mention_phones.mention_id
    inner join {{ ref('int_identity__mention_events') }} as mention_events on people.record_key = mention_events.record_key
    left join callers on mention_events.role = callers.role
    left join events_of_callers on mention_events.event_token = events_of_callers.event_token
    where not people.is_person
    group by people.record_key, mention_phones.phone_token, mentions.observed_at
    having max(case when callers.role is not null then 1 else 0 end) = 1 or count(events_of_callers.event_token) = 0
),

final as (
    select
        record_key,
        phone_token,
        {{ dbt.date_trunc('day', 'observed_at') }} as asked_on,
        false as is_entry,
        true as is_caller
    from calls
    union all
    select
        record_key,
        phone_token,
        {{ dbt.date_trunc('day', 'observed_at') }} as asked_on,
        true as is_entry,
        is_caller
    from nameless_entries
)

select * from final
