with person_records as (
    select
        record_key,
        person_key,
        match_rule,
        link_strength,
        is_inferred
    from {{ ref('int_identity__person_records') }}
),

entry_events as (
    select * from {{ ref('int_events__entries') }}
),

roles as (
    select role, is_for_other from {{ ref('roles') }}
),

calls as (
    select interaction_key, call_record_key from {{ ref('int_events__calls') }} where outcome = 'answered'
),

call_contacts as (
    select * from {{ ref('int_events__call_contacts') }}
),

record_roles as (
    select
        calls.interaction_key,
        calls.call_record_key as record_key,
        -- Whoever was typed as calling for another made the call for another, too.
        case when call_contacts.role = 'CALLER_FOR_OTHER' then 'CALLER_FOR_OTHER' else 'CALLER' end as role
    from calls
    left join call_contacts on calls.call_record_key = call_contacts.call_record_key
    union all
    select
        interaction_key,
        record_key,
        role
    from entry_events
    where organisation is null
),

final as (
    select
        person_records.person_key,
        record_roles.interaction_key,
        record_roles.role,
        -- The strongest record says how sure it is, and its rule is the reason given.
        coalesce(
            {% for strength in ['firm', 'likely'] -%}
            min(case when person_records.link_strength = '{{ strength }}' then {{ byte_order('person_records.match_rule') }} end),
            {% endfor -%}
            min({{ byte_order('person_records.match_rule') }})
        ) as match_rule,
        {{ strongest('person_records.link_strength') }} as link_strength,
        min(case when person_records.is_inferred then 1 else 0 end) = 1 as is_inferred,
        min(case when roles.is_for_other then 1 else 0 end) = 1 as is_for_other
    from record_roles
    inner join person_records on record_roles.record_key = person_records.record_key
    left join roles on record_roles.role = roles.role
    group by person_records.person_key, record_roles.interaction_key, record_roles.role
)

select * from final
