select
    priority_code,
    npu_code,
    match_on,
    match_value,
    valid_from,
    valid_to
from {{ ref('priority_crime_types') }}
