-- Priority crimes by NPU, and how many of them have somebody of the cohort on them: small numbers are withheld, and what would give one away.
with cohort_interactions as (
    select distinct person_interactions.interaction_key
    from {{ ref('fct_person_interactions') }} as person_interactions
    inner join {{ ref('fsu_cohort') }} as cohort on person_interactions.person_key = cohort.person_key
),

counted as (
    select
        coalesce(interactions.npu_code, 'UNKNOWN') as npu_code,
        priorities.priority_code,
        count(*) as crime_count,
        count(cohort_interactions.interaction_key) as cohort_crime_count
    from {{ ref('fct_interaction_priorities') }} as priorities
    inner join {{ ref('fct_interactions') }} as interactions on priorities.interaction_key = interactions.interaction_key
    left join cohort_interactions on priorities.interaction_key = cohort_interactions.interaction_key
    group by coalesce(interactions.npu_code, 'UNKNOWN'), priorities.priority_code
),

judged as (
    select
        counted.*,
        {{ is_small_number('crime_count', 'npu_code', ['priority_code']) }} as is_withheld,
        {{ is_small_number('cohort_crime_count', 'npu_code', ['priority_code']) }} as is_cohort_withheld
    from counted
)

select
    npu_code,
    priority_code,
    case when not is_withheld then crime_count end as crime_count,
    case when not is_withheld and not is_cohort_withheld then cohort_crime_count end as crimes_with_somebody_of_the_cohort,
    is_withheld or is_cohort_withheld as is_anything_withheld
from judged
order by npu_code, priority_code
