select
    kind,
    name,
    dbt_valid_from as first_as_of_date,
    dbt_valid_to as replaced_as_of_date,
    value,
    meaning
from {{ ref('definitions_in_force') }}
