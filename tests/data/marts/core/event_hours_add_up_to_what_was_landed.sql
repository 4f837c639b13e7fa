-- Event figures are additive: nothing of the segments and deployments of the window's events is lost or counted twice.
with time_window as (
    select * from {{ ref('int_window__bounds') }}
),

answered as (
    select ucid, min(started_at) as started_at
    from {{ ref('stg_avaya__call_segments') }}
    group by ucid
    having max(case when disposition = 'answered' then 1 else 0 end) = 1
),

landed as (
    select
        'call_handling' as effort,
        sum(coalesce(segments.talk_seconds, 0) + coalesce(segments.hold_seconds, 0) + coalesce(segments.after_call_work_seconds, 0)) / 3600.0 as hours
    from {{ ref('stg_avaya__call_segments') }} as segments
    inner join answered on segments.ucid = answered.ucid
    cross join time_window
    where answered.started_at >= time_window.window_start_at and answered.started_at < time_window.window_end_at
    union all
    select 'investigation' as effort, sum(investigations.logged_hours) as hours
    from {{ ref('stg_connect__investigations') }} as investigations
    inner join {{ ref('stg_connect__crimes') }} as crimes on investigations.crime_no = crimes.crime_no
    cross join time_window
    where crimes.recorded_at >= time_window.window_start_at and crimes.recorded_at < time_window.window_end_at
        and investigations.logged_hours >= 0
),

published as (
    select 'call_handling' as effort, sum(call_handling_hours) as hours from {{ ref('fct_interactions') }}
    union all
    select 'investigation' as effort, sum(investigation_hours) as hours from {{ ref('fct_interactions') }}
)

select landed.effort
from landed
inner join published on landed.effort = published.effort
-- Logged hours are kept to the second.
where abs(coalesce(landed.hours, 0) - coalesce(published.hours, 0)) > 0.01 + 0.000001 * abs(coalesce(landed.hours, 0))
