with time_window as (
    select * from {{ ref('int_window__bounds') }}
),

starts as (
    select 'call' as interaction_type, ucid as source_ref, min(started_at) as started_at
    from {{ ref('stg_avaya__call_segments') }}
    group by ucid
    having max(case when disposition = 'answered' then 1 else 0 end) = 1
    union all
    select 'contact', roc_ref, created_at from {{ ref('stg_controlworks__contacts') }}
    union all
    select 'incident', log_no, opened_at from {{ ref('stg_controlworks__logs') }}
    union all
    select 'crime', crime_no, recorded_at from {{ ref('stg_connect__crimes') }}
    union all
    select 'custody', custody_ref, arrived_at from {{ ref('stg_connect__custody_records') }}
    union all
    select 'missing', episode_ref, reported_at from {{ ref('stg_compact__episodes') }}
),

expected as (
    select starts.interaction_type, starts.source_ref, starts.started_at
    from starts
    cross join time_window
    where starts.started_at >= time_window.window_start_at and starts.started_at < time_window.window_end_at
),

interactions as (
    select
        facts.interaction_type,
        facts.occurred_on,
        facts.occurred_hour,
        nameless_events.told_on,
        refs.source_ref,
        refs.occurred_at
    from {{ ref('fct_interactions') }} as facts
    left join {{ ref('link_interaction_refs') }} as refs on facts.interaction_key = refs.interaction_key
    left join {{ ref('int_people__nameless_events') }} as nameless_events on facts.interaction_key = nameless_events.interaction_key
)

select coalesce(expected.source_ref, interactions.source_ref) as source_ref
from expected
full outer join interactions
    on expected.interaction_type = interactions.interaction_type
        and expected.source_ref = interactions.source_ref
        and expected.started_at = interactions.occurred_at
where
    expected.source_ref is null
    or interactions.source_ref is null
    or interactions.occurred_on <> coalesce(interactions.told_on, {{ utc_to_civil_date('expected.started_at') }})
    or coalesce(interactions.occurred_hour, -1)
    <> case when interactions.told_on is null then {{ utc_to_civil_hour('expected.started_at') }} else -1 end
