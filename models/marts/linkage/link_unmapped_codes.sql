select
    source_system,
    table_name,
    column_name,
    code,
    cast(row_count as {{ dbt.type_bigint() }}) as row_count
from {{ ref('int_governance__unmapped_codes') }}
