with variants as (
    select * from {{ ref('fsu_rank_variants') }}
),

scheme_in_force as (
    select scheme_code from {{ ref('ranking_schemes') }} where is_in_force
),

final as (
    select
        variants.person_key,
        max(case when variants.variant_code = scheme_in_force.scheme_code then variants.rank end) as rank,
        min(variants.rank) as best_rank,
        max(variants.rank) as worst_rank,
        cast(sum(case when variants.variant_code = variants.scheme_code and variants.is_cohort then 1 else 0 end) as integer) as schemes_in_cohort,
        cast(sum(case when variants.variant_code = variants.scheme_code then 1 else 0 end) as integer) as scheme_count,
        cast(sum(case when variants.is_cohort then 1 else 0 end) as integer) as variants_in_cohort,
        cast(count(*) as integer) as variant_count,
        min(case when variants.scheme_code = scheme_in_force.scheme_code then variants.rank end) as best_rank_in_scheme,
        max(case when variants.scheme_code = scheme_in_force.scheme_code then variants.rank end) as worst_rank_in_scheme,
        {% for evidence in firmer_evidence().keys() | list + ['without_custody'] -%}
        max(
            case when variants.scheme_code = scheme_in_force.scheme_code and variants.counted_evidence = '{{ evidence }}' then variants.rank end
        ) as rank_{{ evidence }}{{ ',' if not loop.last }}
        {% endfor %}
    from variants
    cross join scheme_in_force
    group by variants.person_key
)

select * from final
