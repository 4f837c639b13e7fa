{#-
    Weights side by side: one row a scheme, one for each weight halved and doubled where it has more than one, and one for each firmer
    evidence where every measure that it weighs can be counted by it. Where it weighs hours, one more leaves those of detentions out.
-#}
with components as (
    select
        scheme_code,
        measure,
        cast(weight as {{ type_double() }}) as weight,
        cast(cap as {{ type_double() }}) as cap,
        count(*) over (partition by scheme_code) as component_count
    from {{ ref('scheme_components') }}
),

factors as (
    select 'halved' as factor_name, cast(0.5 as {{ type_double() }}) as factor
    union all
    select 'doubled' as factor_name, cast(2 as {{ type_double() }}) as factor
),

variants as (
    select distinct
        scheme_code,
        scheme_code as variant_code,
        cast(null as {{ dbt.type_string() }}) as changed_measure,
        cast(null as {{ dbt.type_string() }}) as factor_name,
        cast(1 as {{ type_double() }}) as factor,
        'all' as counted_evidence
    from components
    union all
    select
        components.scheme_code,
        components.scheme_code || '/' || components.measure || '/' || factors.factor_name as variant_code,
        components.measure as changed_measure,
        factors.factor_name,
        factors.factor,
        'all' as counted_evidence
    from components
    cross join factors
    where components.component_count > 1
    {% for evidence in firmer_evidence() -%}
    union all
    select
        scheme_code,
        scheme_code || '/{{ evidence }}' as variant_code,
        cast(null as {{ dbt.type_string() }}) as changed_measure,
        cast(null as {{ dbt.type_string() }}) as factor_name,
        cast(1 as {{ type_double() }}) as factor,
        '{{ evidence }}' as counted_evidence
    from components
    group by scheme_code
    having min(case when measure in ('{{ measures_by_evidence() | join("', '") }}') then 1 else 0 end) = 1
    {% endfor -%}
    union all
    select
        scheme_code,
        scheme_code || '/without_custody' as variant_code,
        cast(null as {{ dbt.type_string() }}) as changed_measure,
        cast(null as {{ dbt.type_string() }}) as factor_name,
        cast(1 as {{ type_double() }}) as factor,
        'without_custody' as counted_evidence
    from components
    group by scheme_code
    having max(case when measure in ('total_hours', 'custody_hours') then 1 else 0 end) = 1
),

final as (
    select
        variants.variant_code,
        variants.scheme_code,
        variants.changed_measure,
        variants.factor_name,
        variants.counted_evidence,
    {% for measure in scoreable_measures() -%}
    max(
        case
            when components.measure = '{{ measure }}'
                then components.weight * case when variants.changed_measure = components.measure then variants.factor else 1 end
        end
    ) as {{ measure }}_weight,
    max(case when components.measure = '{{ measure }}' then components.cap end) as {{ measure }}_cap{{ ',' if not loop.last }}
    {% endfor -%}
    from variants
    inner join components on variants.scheme_code = components.scheme_code
    group by variants.variant_code, variants.scheme_code, variants.changed_measure, variants.factor_name, variants.counted_evidence
)

select * from final
