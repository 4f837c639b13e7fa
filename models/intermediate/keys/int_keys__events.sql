{{ config(schema='staging') }}

with time_window as (
    select * from {{ ref('int_window__bounds') }}
),

starts as (
    select
        'call' as interaction_type,
        ucid as source_ref,
        min(started_at) as started_at
    from {{ ref('stg_avaya__call_segments') }}
    group by ucid
    union all
    select 'contact' as interaction_type, roc_ref as source_ref, created_at as started_at from {{ ref('stg_controlworks__contacts') }}
    union all
    select 'incident' as interaction_type, log_no as source_ref, opened_at as started_at from {{ ref('stg_controlworks__logs') }}
    union all
    select 'crime' as interaction_type, crime_no as source_ref, recorded_at as started_at from {{ ref('stg_connect__crimes') }}
    union all
    select 'custody' as interaction_type, custody_ref as source_ref, arrived_at as started_at from {{ ref('stg_connect__custody_records') }}
    union all
    select 'missing' as interaction_type, episode_ref as source_ref, reported_at as started_at from {{ ref('stg_compact__episodes') }}
),

final as (
    select
        {{ opaque_key('interaction', ['starts.interaction_type', 'starts.source_ref']) }} as interaction_key,
        starts.interaction_type,
        starts.source_ref,
        cast(
            row_number() over (order by starts.interaction_type, {{ byte_order('starts.source_ref') }}) as {{ dbt.type_int() }}
        ) as event_number
    from starts
    cross join time_window
    where starts.started_at >= time_window.window_start_at and starts.started_at < time_window.window_end_at
)

select * from final
