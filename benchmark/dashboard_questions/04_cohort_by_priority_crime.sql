-- The cohort's people on crimes of one priority type.
select cohort.rank, cohort.person_key, count(distinct met.interaction_key) as crimes
from marts.fsu_cohort as cohort
inner join marts.fsu_cohort_interactions as met on cohort.person_key = met.person_key
where list_contains(string_split(met.priority_codes, '|'), 'SERIOUS_ACQUISITIVE')
group by all
order by crimes desc, cohort.rank
