select
    npu_code,
    valid_from,
    dbt_valid_from as first_as_of_date,
    dbt_valid_to as replaced_as_of_date,
    npu_name,
    lpa_name,
    valid_to
from {{ ref('npus_in_force') }}
