select
    cast(label_code as {{ dbt.type_string() }}) as risk_grade_code,
    cast(label as {{ dbt.type_string() }}) as risk_grade_name,
    cast(sort_order as integer) as sort_order
from {{ ref('labels') }}
where label_of = 'risk_grade_code'
