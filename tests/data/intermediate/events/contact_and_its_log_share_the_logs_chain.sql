-- Keys depend on the salt, so that no unit test can write one down: who shares a chain, and who has none, is tested on all rows.
with events as (
    select recorded.interaction_key, recorded.interaction_type, recorded.chain_key, event_keys.source_ref
    from {{ ref('int_events__recorded') }} as recorded
    inner join {{ ref('int_keys__events') }} as event_keys on recorded.interaction_key = event_keys.interaction_key
),

logs as (
    select source_ref as log_no, interaction_key from events where interaction_type = 'incident'
),

-- Joined to events by its key alone: a condition on the event's type beside it made DuckDB compare every pair, 325 s at a force-year.
contacts as (
    select events.interaction_key, contacts.log_no
    from events
    inner join {{ ref('stg_controlworks__contacts') }} as contacts on events.source_ref = contacts.roc_ref
    where events.interaction_type = 'contact'
),

expected as (
    select
        events.interaction_key,
        events.chain_key,
        case
            when events.interaction_type = 'incident' then events.interaction_key
            when events.interaction_type = 'contact' and contacts.log_no is null then events.interaction_key
        end as own_key,
        logs.interaction_key as log_key,
        events.interaction_type in ('contact', 'incident') as is_approach
    from events
    left join contacts on events.interaction_key = contacts.interaction_key
    left join logs on contacts.log_no = logs.log_no
)

select interaction_key
from expected
where (chain_key is not null) <> is_approach or chain_key <> coalesce(log_key, own_key)
