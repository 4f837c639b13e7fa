select
    finding,
    cast(row_count as {{ dbt.type_bigint() }}) as row_count,
    meaning
from {{ ref('int_governance__effort_findings') }}
