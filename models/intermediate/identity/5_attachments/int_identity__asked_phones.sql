with corrected as (
    select distinct left_record_key as record_key
    from {{ ref('int_identity__corrections') }}
    where correction in ('not_this_phone', 'suppress_record')
),

calls as (
    select
        calls.call_record_key as record_key,
        calls.started_at as observed_at,
        calls.caller_number_token as phone_token
    from {{ ref('int_events__calls') }} as calls
    left join corrected on calls.call_record_key = corrected.record_key
    where calls.caller_number_token is not null and corrected.record_key is null
),

nameless_entries as (
    select
        people.record_key,
        records.observed_at,
        mention_phones.phone_token,
        coalesce(entries.role = 'SUSPECT', false) as is_suspect
    from {{ ref('int_identity__people') }} as people
    inner join {{ ref('int_identity__mentions') }} as records on people.mention_id = records.mention_id
    inner join {{ ref('int_identity__mention_phones') }} as mention_phones on people.mention_id = mention_phones.mention_id
    left join {{ ref('int_events__person_entries') }} as entries on people.record_key = entries.record_key
    where not people.is_person
)

select
    record_key,
    phone_token,
    {{ dbt.date_trunc('day', 'observed_at') }} as asked_on,
    false as is_entry,
    false as is_suspect
from calls
union all
select
    record_key,
    phone_token,
    {{ dbt.date_trunc('day', 'observed_at') }} as asked_on,
    true as is_entry,
    is_suspect
from nameless_entries
