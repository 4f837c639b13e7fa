-- A refuge, or the home of somebody who is sealed: whoever knows one of the people there would find the others by the key.
with withheld as (
    select person_key, property_key from {{ ref('int_people__homes') }} where is_withheld
)

select withheld.person_key
from withheld
left join {{ ref('dim_people') }} as people on withheld.person_key = people.person_key
left join {{ ref('fsu_households') }} as households on withheld.property_key = households.household_key
where people.household_key is not null or households.household_key is not null
