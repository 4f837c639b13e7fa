-- What one person's interactions came to, by type and role and in all, for the CPS or a DVPN; variable person_key (empty: rank 1).
-- An event in two roles is in two rows: only the last row counts each event once.
with chosen as (
    {% if var('person_key', '') -%}
    select '{{ var("person_key", "") }}' as person_key
    {%- else -%}
    select person_key from {{ ref('fsu_cohort') }} where rank = 1
    {%- endif %}
),

met as (
    select
        person_interactions.person_key,
        person_interactions.interaction_type,
        person_interactions.role,
        person_interactions.interaction_key
    from {{ ref('fct_person_interactions') }} as person_interactions
    inner join chosen on person_interactions.person_key = chosen.person_key
),

by_role as (
    select
        met.person_key,
        1 as part,
        met.interaction_type,
        met.role,
        count(*) as interaction_count,
        min(interactions.occurred_on) as first_on,
        max(interactions.occurred_on) as last_on,
        sum(interactions.police_hours) as police_hours,
        sum(case when interactions.is_effort_known then 1 else 0 end) as interactions_with_known_effort,
        sum(case when met.role in ('VICTIM', 'SUSPECT', 'OFFENDER') then interactions.harm_weight end) as harm
    from met
    inner join {{ ref('fct_interactions') }} as interactions on met.interaction_key = interactions.interaction_key
    group by met.person_key, met.interaction_type, met.role
),

each_once as (
    select
        met.person_key,
        interactions.interaction_key,
        interactions.occurred_on,
        interactions.police_hours,
        interactions.is_effort_known,
        case
            when max(case when met.role in ('VICTIM', 'SUSPECT', 'OFFENDER') then 1 else 0 end) = 1 then interactions.harm_weight
        end as harm_weight
    from met
    inner join {{ ref('fct_interactions') }} as interactions on met.interaction_key = interactions.interaction_key
    group by
        met.person_key,
        interactions.interaction_key,
        interactions.occurred_on,
        interactions.police_hours,
        interactions.is_effort_known,
        interactions.harm_weight
),

in_all as (
    select
        person_key,
        2 as part,
        'all' as interaction_type,
        'any' as role,
        count(*) as interaction_count,
        min(occurred_on) as first_on,
        max(occurred_on) as last_on,
        sum(police_hours) as police_hours,
        sum(case when is_effort_known then 1 else 0 end) as interactions_with_known_effort,
        sum(harm_weight) as harm
    from each_once
    group by person_key
),

all_rows as (
    select * from by_role
    union all
    select * from in_all
)

select
    person_key,
    interaction_type,
    role,
    interaction_count,
    first_on,
    last_on,
    police_hours,
    interactions_with_known_effort,
    harm
from all_rows
order by part, interaction_type, role
