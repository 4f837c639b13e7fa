with counted as (
    select household_key, count(*) as people_count
    from {{ ref('dim_people') }}
    where household_key is not null
    group by household_key
),

households as (
    select * from {{ ref('fsu_households') }} where not is_communal
)

select coalesce(counted.household_key, households.household_key) as household_key
from counted
full outer join households
    on counted.household_key = households.household_key
where counted.people_count is null or households.people_count is null or counted.people_count <> households.people_count
