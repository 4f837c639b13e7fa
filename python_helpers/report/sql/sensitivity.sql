with in_force as (
    select person_key, scheme_code from marts.fsu_cohort
),

variants as (
    select scheme_code, variant_code, changed_measure, weight_change, counted_evidence, person_key
    from marts.fsu_rank_variants
    where is_cohort
),

counted as (
    select
        variants.variant_code,
        variants.scheme_code,
        variants.changed_measure,
        variants.weight_change,
        variants.counted_evidence,
        count(in_force.person_key) as kept_count
    from variants
    left join in_force on variants.person_key = in_force.person_key
    group by
        variants.variant_code, variants.scheme_code, variants.changed_measure, variants.weight_change, variants.counted_evidence
),

size as (
    select count(*) as cohort_count from in_force
)

select
    schemes.scheme_name,
    coalesce(measures.measure_name || ': ' || lower(changes.label), evidence.label) as what_changes,
    counted.kept_count,
    size.cohort_count - counted.kept_count as lost_count,
    counted.kept_count / nullif(size.cohort_count, 0) as kept_share
from counted
cross join size
inner join marts.dim_schemes as schemes on counted.scheme_code = schemes.scheme_code
left join marts.dim_measures as measures on counted.changed_measure = measures.measure
left join marts.dim_labels as changes on counted.weight_change = changes.label_code and changes.label_of = 'weight_change'
left join marts.dim_labels as evidence on counted.counted_evidence = evidence.label_code and evidence.label_of = 'counted_evidence'
where counted.variant_code not in (select scheme_code from in_force)
order by schemes.is_in_force desc, schemes.sort_order, counted.variant_code
