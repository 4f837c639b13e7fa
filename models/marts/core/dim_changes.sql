select
    cast(label_code as {{ dbt.type_string() }}) as change,
    cast(label as {{ dbt.type_string() }}) as change_name,
    cast(sort_order as integer) as sort_order
from {{ ref('labels') }}
where label_of = 'change'
