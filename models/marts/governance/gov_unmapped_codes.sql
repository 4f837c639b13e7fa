with unmapped_codes as (
    select * from {{ ref('int_governance__unmapped_codes') }}
),

final as (
    select
        source_system,
        table_name,
        column_name,
        cast(count(*) as {{ dbt.type_bigint() }}) as code_count,
        cast(sum(row_count) as {{ dbt.type_bigint() }}) as row_count,
        min(seed) as seed
    from unmapped_codes
    group by source_system, table_name, column_name
)

select * from final
