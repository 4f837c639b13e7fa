-- Somebody without a row would be missing from every ranking.
select coalesce(people.person_key, measures.person_key) as person_key
from {{ ref('dim_people') }} as people
full outer join {{ ref('fsu_person_measures') }} as measures on people.person_key = measures.person_key
where people.person_key is null or measures.person_key is null
