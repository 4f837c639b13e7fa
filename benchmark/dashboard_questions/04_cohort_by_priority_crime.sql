-- The cohort's people on crimes of one priority type.
select cohort.rank, cohort.person_key, count(distinct met.interaction_key) as crimes
from marts.fsu_cohort as cohort
inner join marts.fsu_cohort_interactions as met on cohort.person_key = met.person_key
where met.priority_codes is not null and position('|SERIOUS_ACQUISITIVE|' in '|' || met.priority_codes || '|') > 0
group by cohort.rank, cohort.person_key
order by crimes desc, cohort.rank
