select
    cast(label_code as {{ dbt.type_string() }}) as interaction_type,
    cast(label as {{ dbt.type_string() }}) as interaction_type_name,
    cast(sort_order as integer) as sort_order
from {{ ref('labels') }}
where label_of = 'interaction_type'
