-- The first twenty of the cohort, with what is behind them.
select cohort.rank, cohort.previous_rank, cohort.change, people.home_npu_code, people.is_under_18, measures.*
from marts.fsu_cohort as cohort
inner join marts.dim_people as people on cohort.person_key = people.person_key
inner join marts.fsu_person_measures as measures on cohort.person_key = measures.person_key
where cohort.rank <= 20
order by cohort.rank
