select
    cast(measure as {{ dbt.type_string() }}) as measure,
    cast(measure_name as {{ dbt.type_string() }}) as measure_name,
    cast(unit as {{ dbt.type_string() }}) as unit,
    cast(sort_order as integer) as sort_order
from {{ ref('measures') }}
