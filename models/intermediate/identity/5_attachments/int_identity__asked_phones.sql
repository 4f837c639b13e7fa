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

-- The number beside a caller is the caller's; beside anybody else it is too often the caller's as well.
nameless_callers as (
    select
        people.record_key,
        mention_phones.phone_token,
        mentions.observed_at
    from people
    inner join {{ ref('int_identity__mentions') }} as mentions on people.mention_id = mentions.mention_id
    inner join {{ ref('int_identity__mention_phones') }} as mention_phones on people.mention_id = mention_phones.mention_id
    inner join {{ ref('int_events__person_entries') }} as entries on people.record_key = entries.record_key
    inner join callers on entries.role = callers.role
    where not people.is_person
),

final as (
    select
        record_key,
        phone_token,
        {{ dbt.date_trunc('day', 'observed_at') }} as asked_on,
        false as is_entry
    from calls
    union all
    select
        record_key,
        phone_token,
        {{ dbt.date_trunc('day', 'observed_at') }} as asked_on,
        true as is_entry
    from nameless_callers
)

select * from final
