select
    npu_code,
    npu_name,
    lpa_name,
    valid_from,
    valid_to
from {{ ref('npus') }}
