select
    interaction_key,
    priority_code
from {{ ref('int_events__priorities') }}
