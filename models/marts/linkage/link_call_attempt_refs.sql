select
    calls.interaction_key as call_attempt_key,
    event_keys.source_ref,
    calls.started_at as occurred_at
from {{ ref('int_events__calls') }} as calls
inner join {{ ref('int_keys__events') }} as event_keys on calls.interaction_key = event_keys.interaction_key
where calls.outcome <> 'answered'
