select
    kind,
    name,
    value,
    meaning
from {{ ref('int_governance__definitions') }}
