-- The households with most interactions, and how many of the cohort live in each; communal properties are listed apart.
with cohort_homes as (
    select people.household_key, count(*) as cohort_people_count
    from {{ ref('dim_people') }} as people
    inner join {{ ref('fsu_cohort') }} as cohort on people.person_key = cohort.person_key
    where people.household_key is not null
    group by people.household_key
)

select
    households.rank,
    households.household_key,
    households.npu_code,
    households.people_count,
    households.volume,
    coalesce(cohort_homes.cohort_people_count, 0) as cohort_people_count
from {{ ref('fsu_households') }} as households
left join cohort_homes on households.household_key = cohort_homes.household_key
where not households.is_communal
order by households.rank
limit 50
