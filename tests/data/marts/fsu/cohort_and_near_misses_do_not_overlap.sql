select cohort.person_key
from {{ ref('fsu_cohort') }} as cohort
inner join {{ ref('fsu_near_misses') }} as near_misses on cohort.person_key = near_misses.person_key
