select person_key, rank, true as is_cohort from {{ ref('fsu_cohort') }}
union all
select person_key, rank, false as is_cohort from {{ ref('fsu_near_misses') }}
