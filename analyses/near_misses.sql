-- Who stands just below the cohort, how far from it, and whether another scheme would bring them in.
with last_of_cohort as (
    select min(score) as score from {{ ref('fsu_cohort') }}
)

select
    near_misses.person_key,
    near_misses.rank,
    near_misses.score,
    last_of_cohort.score - near_misses.score as points_short,
    sensitivity.best_rank,
    sensitivity.schemes_in_cohort,
    people.home_npu_code,
    people.is_under_18,
    people.has_been_in_care
from {{ ref('fsu_near_misses') }} as near_misses
cross join last_of_cohort
inner join {{ ref('fsu_rank_sensitivity') }} as sensitivity on near_misses.person_key = sensitivity.person_key
inner join {{ ref('dim_people') }} as people on near_misses.person_key = people.person_key
order by near_misses.rank
