select
    events.interaction_key,
    events.interaction_type,
    events.source_system,
    event_keys.source_ref,
    events.occurred_at
from {{ ref('int_events__in_window') }} as events
inner join {{ ref('int_keys__events') }} as event_keys on events.interaction_key = event_keys.interaction_key
