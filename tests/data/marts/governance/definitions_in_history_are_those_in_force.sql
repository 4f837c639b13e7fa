-- For the refresh that was just built, the history must say what gov_definitions says.
with counted as (
    select history.*
    from {{ ref('gov_definitions_history') }} as history
    cross join {{ ref('int_window__bounds') }} as time_window
    where history.first_as_of_date <= time_window.as_of_date
        and coalesce(history.replaced_as_of_date > time_window.as_of_date, true)
),

in_force as (
    select * from {{ ref('gov_definitions') }} where name not in ('as_of_date', 'as_of_date in force')
)

select coalesce(counted.name, in_force.name) as name
from counted
full outer join in_force on counted.kind = in_force.kind and counted.name = in_force.name
where counted.name is null
    or in_force.name is null
    or counted.value is distinct from in_force.value
    or counted.meaning is distinct from in_force.meaning
