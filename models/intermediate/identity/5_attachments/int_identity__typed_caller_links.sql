{%- set chain_seconds = var('contact_chain_minutes') | int * 60 -%}

with corrected as (
    select distinct left_record_key as record_key
    from {{ ref('int_identity__corrections') }}
    where correction in ('not_this_phone', 'suppress_record')
),

calls as (
    select
        calls.call_record_key as record_key,
        calls.caller_number_token as phone_token,
        calls.started_at,
        {{ call_slice('calls.started_at') }} as slice
    from {{ ref('int_events__calls') }} as calls
    left join corrected on calls.call_record_key = corrected.record_key
    where calls.outcome = 'answered' and calls.caller_number_token is not null and corrected.record_key is null
),

phone_holders as (
    select phone_token, cluster_id from {{ ref('int_identity__phone_holders') }}
),

typed_callers as (
    select
        people.cluster_id,
        entries.observed_at,
        {{ call_slice('entries.observed_at') }} as slice
    from {{ ref('int_events__person_entries') }} as entries
    inner join {{ ref('int_identity__people') }} as people on entries.record_key = people.record_key
    where people.is_person and entries.role in ('CALLER', 'CALLER_FOR_OTHER', 'VICTIM')
),

sliced_callers as (
    select cluster_id, observed_at, slice as call_slice from typed_callers
    union all
    select cluster_id, observed_at, slice - 1 as call_slice from typed_callers
),

rules as (
    select match_rule from {{ ref('int_identity__match_rules') }} where match_key = 'typed_caller' and is_on
),

held as (
    select
        calls.record_key,
        calls.started_at,
        calls.slice,
        phone_holders.cluster_id
    from calls
    inner join phone_holders on calls.phone_token = phone_holders.phone_token
),

typed_soon_after as (
    select
        held.record_key,
        held.cluster_id
    from held
    inner join sliced_callers on held.cluster_id = sliced_callers.cluster_id and held.slice = sliced_callers.call_slice
    where
        sliced_callers.observed_at >= held.started_at
        and {{ seconds_between('held.started_at', 'sliced_callers.observed_at') }} <= {{ chain_seconds }}
),

-- Where two holders of the number were typed, nobody knows who rang.
final as (
    select
        typed_soon_after.record_key,
        min(typed_soon_after.cluster_id) as cluster_id,
        rules.match_rule
    from typed_soon_after
    cross join rules
    group by typed_soon_after.record_key, rules.match_rule
    having count(distinct typed_soon_after.cluster_id) = 1
)

select * from final
