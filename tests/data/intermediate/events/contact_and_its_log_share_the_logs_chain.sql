-- Keys depend on the salt, so that no unit test can write one down: who shares a chain, and who has none, is tested on all rows.
with events as (
    select recorded.interaction_key, recorded.interaction_type, recorded.chain_key, event_keys.source_ref
    from {{ ref('int_events__recorded') }} as recorded
    inner join {{ ref('int_keys__events') }} as event_keys on recorded.interaction_key = event_keys.interaction_key
),

contacts as (
    select roc_ref, log_no from {{ ref('stg_controlworks__contacts') }}
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
    left join contacts on events.interaction_type = 'contact' and events.source_ref = contacts.roc_ref
    left join events as logs on logs.interaction_type = 'incident' and contacts.log_no = logs.source_ref
)

select interaction_key
from expected
where (chain_key is not null) <> is_approach or chain_key <> coalesce(log_key, own_key)
