select
    cast(label_of as {{ dbt.type_string() }}) as label_of,
    cast(label_code as {{ dbt.type_string() }}) as label_code,
    cast(label as {{ dbt.type_string() }}) as label,
    cast(sort_order as integer) as sort_order
from {{ ref('labels') }}
