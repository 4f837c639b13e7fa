with cohort as (
    select cohort.person_key, sensitivity.schemes_in_cohort, sensitivity.scheme_count
    from marts.fsu_cohort as cohort
    inner join marts.fsu_rank_sensitivity as sensitivity on cohort.person_key = sensitivity.person_key
)

select
    schemes_in_cohort || ' of ' || scheme_count as schemes,
    count(*) as people_count,
    count(*) / sum(count(*)) over () as people_share
from cohort
group by schemes_in_cohort, scheme_count
order by schemes_in_cohort desc
