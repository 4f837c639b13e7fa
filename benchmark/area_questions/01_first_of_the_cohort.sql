-- The first twenty of the cohort in force whom the reader sees.
select *
from qlik.qlik_cohort
where "Cohort Scheme In Force" = 'Yes'
order by "Cohort Rank"
limit 20
