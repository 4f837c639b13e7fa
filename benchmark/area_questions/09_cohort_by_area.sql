-- For each area that the reader has: how many of the cohort belong to it.
select areas."Area", count(*) as people
from qlik.qlik_cohort as cohort
inner join qlik.qlik_person_areas as links on cohort."Cohort Person" = links."%person"
inner join qlik.qlik_areas as areas on links."%area" = areas."%area"
where cohort."Cohort Scheme In Force" = 'Yes'
group by areas."Area"
order by people desc, areas."Area"
