with people as (
    select * from {{ ref('int_measures__person_measures') }}
),

-- Numbered: everybody is sorted once a variant, which takes twice as long by the variants' names.
weights as (
    select
        *,
        cast(row_number() over (order by {{ byte_order('variant_code') }}) as integer) as variant_number
    from {{ ref('int_ranking__weights') }}
    where changed_measure is not null or counted_evidence <> 'all'
),

evidence_totals as (
    select * from {{ ref('int_measures__evidence_totals') }}
),

-- Ties are broken as everywhere, by what all evidence says, so that a rank moves by what the variant changes and nothing else.
people_by_evidence as (
    select
        'all' as counted_evidence,
        tie_order,
        {{ scoreable_measures() | join(',\n        ') }}
    from people
    {% for evidence in firmer_evidence() -%}
    union all
    select
        '{{ evidence }}' as counted_evidence,
        people.tie_order,
        {% for measure in scoreable_measures() -%}
        {{ 'evidence_totals.' ~ measure if measure in measures_by_evidence() else 'null' }} as {{ measure }}{{ ',' if not loop.last }}
        {% endfor -%}
    from people
    left join evidence_totals on people.person_key = evidence_totals.person_key and evidence_totals.counted_evidence = '{{ evidence }}'
    {% endfor -%}
    union all
    select
        'without_custody' as counted_evidence,
        tie_order,
        {% for measure in scoreable_measures() -%}
        {{ {'total_hours': 'total_hours_without_custody as total_hours', 'custody_hours': 'null as custody_hours'}.get(measure, measure) }}
        {{- ',' if not loop.last }}
        {% endfor -%}
    from people
),

people_shown as (
    select distinct person_key
    from {{ ref('fsu_ranked') }}
    where is_cohort or is_near_miss
),

scored as (
    select
        weights.variant_number,
        people_by_evidence.tie_order,
        {{ score_of('people_by_evidence', 'weights') }} as score_millionths
    from people_by_evidence
    inner join weights on people_by_evidence.counted_evidence = weights.counted_evidence
),

placed as (
    select
        variant_number,
        tie_order,
        row_number() over (partition by variant_number order by score_millionths desc, tie_order) as place
    from scored
),

schemes as (
    select
        ranked.scheme_code as variant_code,
        ranked.person_key,
        ranked.is_kept_out,
        ranked.rank
    from {{ ref('fsu_ranked') }} as ranked
    inner join people_shown on ranked.person_key = people_shown.person_key
),

changed_ranks as (
    select
        weights.variant_code,
        people.person_key,
        people.is_kept_out,
        cast(placed.place as integer) as rank
    from placed
    inner join weights on placed.variant_number = weights.variant_number
    inner join people on placed.tie_order = people.tie_order
    inner join people_shown on people.person_key = people_shown.person_key
),

variants as (
    select * from schemes
    union all
    select * from changed_ranks
),

final as (
    select
        variants.person_key,
        cast(variants.variant_code as {{ dbt.type_string() }}) as variant_code,
        cast(all_weights.scheme_code as {{ dbt.type_string() }}) as scheme_code,
        cast(all_weights.changed_measure as {{ dbt.type_string() }}) as changed_measure,
        cast(all_weights.factor_name as {{ dbt.type_string() }}) as weight_change,
        cast(all_weights.counted_evidence as {{ dbt.type_string() }}) as counted_evidence,
        variants.rank,
        not variants.is_kept_out and variants.rank <= {{ var('cohort_size') | int }} as is_cohort
    from variants
    inner join {{ ref('int_ranking__weights') }} as all_weights on variants.variant_code = all_weights.variant_code
)

select * from final
