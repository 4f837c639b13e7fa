-- The cohort's people with interactions of one theme.
select cohort.rank, cohort.person_key, count(distinct met.interaction_key) as interactions
from marts.fsu_cohort as cohort
inner join marts.fsu_cohort_interactions as met on cohort.person_key = met.person_key
where list_contains(string_split(met.theme_codes, '|'), 'DA')
group by all
order by interactions desc, cohort.rank
