select
    interaction_key as call_attempt_key,
    ucid as source_ref,
    started_at as occurred_at
from {{ ref('int_events__calls') }}
where outcome <> 'answered'
