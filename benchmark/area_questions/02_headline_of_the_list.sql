-- How many of the cohort the reader sees, and how many of them rise or have gone quiet.
select "Cohort Trend" as trend, count(*) as people
from qlik.qlik_cohort
where "Cohort Scheme In Force" = 'Yes'
group by "Cohort Trend"
order by people desc, trend
