with people as (
    select count(*) as people_count from marts.dim_people
),

interactions as (
    select count(*) as interaction_count, min(occurred_on) as first_on, max(occurred_on) as last_on from marts.fct_interactions
),

rates as (
    select sum(record_count) as record_count, sum(resolved_count) as resolved_count
    from governance.gov_match_rates
    where as_of_date = (select as_of_date from refresh)
),

scheme as (
    select scheme_name, meaning as scheme_meaning from marts.dim_schemes where is_in_force order by sort_order limit 1
),

cohort as (
    select count(*) as cohort_count from marts.fsu_cohort
)

select * from people cross join interactions cross join rates cross join scheme cross join cohort
