select
    interaction_key,
    interaction_type,
    source_system,
    source_ref,
    occurred_at
from {{ ref('int_events__in_window') }}
