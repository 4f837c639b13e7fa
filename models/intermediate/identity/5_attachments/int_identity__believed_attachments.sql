{%- set chain_seconds = var('contact_chain_minutes') | int * 60 -%}

with people as (
    select record_key, cluster_id, is_person from {{ ref('int_identity__people') }}
),

corrections as (
    select * from {{ ref('int_identity__corrections') }}
),

rules as (
    select match_rule, rule_sequence from {{ ref('int_identity__match_rules') }}
),

typed_caller_rules as (
    select match_rule from {{ ref('int_identity__match_rules') }} where match_key = 'typed_caller' and is_on
),

phone_holders as (
    select phone_token, cluster_id from {{ ref('int_identity__phone_holders') }}
),

corrected as (
    select distinct left_record_key as record_key from corrections where correction in ('not_this_phone', 'suppress_record')
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

typed_callers as (
    select
        people.cluster_id,
        entries.observed_at,
        {{ call_slice('entries.observed_at') }} as slice
    from {{ ref('int_events__person_entries') }} as entries
    inner join people on entries.record_key = people.record_key
    where people.is_person and entries.role in ('CALLER', 'CALLER_FOR_OTHER', 'VICTIM')
),

sliced_callers as (
    select cluster_id, observed_at, slice as call_slice from typed_callers
    union all
    select cluster_id, observed_at, slice - 1 as call_slice from typed_callers
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
typed_caller_links as (
    select
        typed_soon_after.record_key,
        min(typed_soon_after.cluster_id) as cluster_id,
        typed_caller_rules.match_rule
    from typed_soon_after
    cross join typed_caller_rules
    group by typed_soon_after.record_key, typed_caller_rules.match_rule
    having count(distinct typed_soon_after.cluster_id) = 1
),

forbidden as (
    {{ kept_from('people', 'corrections') }}
),

-- What an operator put to a sealed nominal is nobody else's by inference.
sealed_records as (
    select people.record_key
    from people
    inner join {{ ref('int_identity__sealed_people') }} as sealed_people on people.cluster_id = sealed_people.cluster_id
),

inferred_links as (
    select record_key, cluster_id, match_rule from {{ ref('int_identity__nameless_links') }}
    union all
    select record_key, cluster_id, match_rule from {{ ref('int_identity__nameless_caller_links') }}
    union all
    select record_key, cluster_id, match_rule from typed_caller_links
    union all
    select phone_only.record_key, phone_only.cluster_id, phone_only.match_rule
    from {{ ref('int_identity__phone_only_links') }} as phone_only
    left join typed_caller_links on phone_only.record_key = typed_caller_links.record_key
    -- Whoever was typed as the caller at the time is known better than by the number.
    where typed_caller_links.record_key is null
),

-- Where two inferences name two people, neither is believed.
final as (
    select
        ranked.record_key,
        ranked.cluster_id,
        ranked.match_rule,
        forbidden.record_key is not null as is_refused
    from (
        select
            inferred_links.*,
            row_number() over (partition by inferred_links.record_key order by rules.rule_sequence) as place,
            min(inferred_links.cluster_id) over (partition by inferred_links.record_key) as first_cluster_id,
            max(inferred_links.cluster_id) over (partition by inferred_links.record_key) as last_cluster_id
        from inferred_links
        inner join rules on inferred_links.match_rule = rules.match_rule
    ) as ranked
    left join forbidden on ranked.record_key = forbidden.record_key and ranked.cluster_id = forbidden.cluster_id
    left join sealed_records on ranked.record_key = sealed_records.record_key
    where
        ranked.place = 1
        and ranked.first_cluster_id = ranked.last_cluster_id
        and sealed_records.record_key is null
)

select * from final
