-- The cohort's people with interactions of one theme.
select cohort.rank, cohort.person_key, count(distinct met.interaction_key) as interactions
from marts.fsu_cohort as cohort
inner join marts.fsu_cohort_interactions as met on cohort.person_key = met.person_key
where met.theme_codes is not null and position('|DA|' in '|' || met.theme_codes || '|') > 0
group by cohort.rank, cohort.person_key
order by interactions desc, cohort.rank
