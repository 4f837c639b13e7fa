-- Everything recorded with one person of the cohort, in order of time (restricted); variable person_key (empty: rank 1 of the cohort).
with chosen as (
    select person_key
    from {{ ref('fsu_cohort_profiles') }}
    where {% if var('person_key', '') %}person_key = '{{ var("person_key", "") }}'{% else %}rank = 1{% endif %}
)

select
    chronology.occurred_at,
    chronology.interaction_type,
    chronology.role,
    chronology.source_ref,
    chronology.source_url,
    chronology.themes,
    chronology.police_hours,
    chronology.match_rule
from {{ ref('fsu_cohort_chronology') }} as chronology
inner join chosen on chronology.person_key = chosen.person_key
order by chronology.occurred_at, chronology.interaction_key, chronology.role
