-- What one person's interactions came to, by type and role, for the CPS or a DVPN; variable person_key (empty: rank 1 of the cohort).
with chosen as (
    select person_key
    from {{ ref('fsu_cohort') }}
    where {% if var('person_key', '') %}person_key = '{{ var("person_key", "") }}'{% else %}rank = 1{% endif %}
),

met as (
    select
        person_interactions.person_key,
        person_interactions.interaction_type,
        person_interactions.role,
        person_interactions.interaction_key
    from {{ ref('fct_person_interactions') }} as person_interactions
    inner join chosen on person_interactions.person_key = chosen.person_key
)

select
    met.person_key,
    met.interaction_type,
    met.role,
    count(*) as interaction_count,
    min(interactions.occurred_on) as first_on,
    max(interactions.occurred_on) as last_on,
    sum(interactions.police_hours) as police_hours,
    sum(case when interactions.is_effort_known then 1 else 0 end) as interactions_with_known_effort,
    sum(interactions.harm_weight) as harm
from met
inner join {{ ref('fct_interactions') }} as interactions on met.interaction_key = interactions.interaction_key
group by met.person_key, met.interaction_type, met.role
order by met.interaction_type, met.role
