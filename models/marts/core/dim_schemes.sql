select
    cast(scheme_code as {{ dbt.type_string() }}) as scheme_code,
    cast(scheme_name as {{ dbt.type_string() }}) as scheme_name,
    cast(meaning as {{ dbt.type_string() }}) as meaning,
    is_in_force,
    cast(sort_order as integer) as sort_order
from {{ ref('ranking_schemes') }}
