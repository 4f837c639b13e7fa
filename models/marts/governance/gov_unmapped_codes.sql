select
    code_kind,
    code,
    cast(row_count as {{ dbt.type_bigint() }}) as row_count,
    seed
from {{ ref('int_governance__unmapped_codes') }}
