-- How many of today's cohort would leave, and who of the near misses would come in, by each other scheme, weight and evidence.
with in_force as (
    select person_key, is_cohort
    from {{ ref('fsu_ranked') }} as ranked
    inner join {{ ref('dim_schemes') }} as schemes on ranked.scheme_code = schemes.scheme_code
    where schemes.is_in_force and (ranked.is_cohort or ranked.is_near_miss)
)

select
    variants.scheme_code,
    variants.changed_measure,
    variants.weight_change,
    variants.counted_evidence,
    sum(case when in_force.is_cohort and not variants.is_cohort then 1 else 0 end) as would_leave,
    sum(case when not in_force.is_cohort and variants.is_cohort then 1 else 0 end) as near_misses_that_would_come_in,
    avg(abs(variants.rank - sensitivity.rank)) as mean_places_moved
from {{ ref('fsu_rank_variants') }} as variants
inner join in_force on variants.person_key = in_force.person_key
inner join {{ ref('fsu_rank_sensitivity') }} as sensitivity on variants.person_key = sensitivity.person_key
group by variants.scheme_code, variants.changed_measure, variants.weight_change, variants.counted_evidence
order by variants.scheme_code, variants.changed_measure, variants.weight_change, variants.counted_evidence
