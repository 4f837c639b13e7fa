with counted as (
    select
        scheme_code,
        count(*) as row_count,
        min(rank) as first_rank,
        max(rank) as last_rank,
        sum(case when is_cohort then 1 else 0 end) as cohort_count,
        sum(case when is_near_miss then 1 else 0 end) as near_miss_count
    from {{ ref('fsu_ranked') }}
    group by scheme_code
),

-- Everybody is ranked; in a cohort is only who had an interaction.
people as (
    select
        count(*) as people_count,
        sum(case when volume > 0 then 1 else 0 end) as active_count
    from {{ ref('fsu_person_measures') }}
)

select counted.*
from counted
cross join people
where counted.row_count <> people.people_count
    or counted.first_rank <> 1
    or counted.last_rank <> people.people_count
    or counted.cohort_count <> least({{ var('cohort_size') | int }}, people.active_count)
    or counted.near_miss_count <> greatest(0, least({{ var('near_miss_size') | int }}, people.active_count - {{ var('cohort_size') | int }}))
