with corrected as (
    select distinct left_record_key as record_key
    from {{ ref('int_identity__corrections') }}
    where correction in ('not_this_phone', 'suppress_record')
),

-- Whoever was typed as the caller at the time is known better than by the number.
typed_callers as (
    select record_key from {{ ref('int_identity__typed_caller_links') }}
),

calls as (
    select
        calls.call_record_key as record_key,
        calls.started_at as observed_at,
        calls.caller_number_token as phone_token
    from {{ ref('int_events__calls') }} as calls
    left join corrected on calls.call_record_key = corrected.record_key
    left join typed_callers on calls.call_record_key = typed_callers.record_key
    where calls.caller_number_token is not null and corrected.record_key is null and typed_callers.record_key is null
),

nameless_entries as (
    select
        people.record_key,
        records.observed_at,
        record_phones.phone_token,
        coalesce(entries.role = 'SUSPECT', false) as is_suspect
    from {{ ref('int_identity__people') }} as people
    inner join {{ ref('int_identity__records') }} as records on people.node_id = records.node_id
    inner join {{ ref('int_identity__record_phones') }} as record_phones on people.node_id = record_phones.node_id
    left join {{ ref('int_identity__entries') }} as entries on people.record_key = entries.record_key
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
