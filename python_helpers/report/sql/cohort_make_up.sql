select
    case when people.is_under_18 then 'under 18' when people.is_under_18 is null then 'age not known' else '18 or over' end
    || case when people.has_been_in_care then ', seen in care' else '' end as who,
    count(*) as people_count
from marts.fsu_cohort as cohort
inner join marts.dim_people as people on cohort.person_key = people.person_key
group by who
order by who
