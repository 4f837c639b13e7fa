-- Priority crimes by NPU, and how many of them have somebody of the cohort on them.
with cohort_interactions as (
    select distinct person_interactions.interaction_key
    from {{ ref('fct_person_interactions') }} as person_interactions
    inner join {{ ref('fsu_cohort') }} as cohort on person_interactions.person_key = cohort.person_key
)

select
    interactions.npu_code,
    priorities.priority_code,
    count(*) as crime_count,
    count(cohort_interactions.interaction_key) as crimes_with_somebody_of_the_cohort
from {{ ref('fct_interaction_priorities') }} as priorities
inner join {{ ref('fct_interactions') }} as interactions on priorities.interaction_key = interactions.interaction_key
left join cohort_interactions on priorities.interaction_key = cohort_interactions.interaction_key
group by interactions.npu_code, priorities.priority_code
order by interactions.npu_code, priorities.priority_code
