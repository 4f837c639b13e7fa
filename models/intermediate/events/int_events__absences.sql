with episodes as (
    select * from {{ ref('stg_compact__episodes') }}
),

time_window as (
    select * from {{ ref('int_window__bounds') }}
),

elapsed as (
    select
        episodes.episode_ref,
        episodes.in_care,
        episodes.police_hours,
        {{ seconds_between('episodes.reported_at', 'episodes.found_at') }} as elapsed_seconds
    from episodes
    cross join time_window
    where episodes.reported_at >= time_window.window_start_at and episodes.reported_at < time_window.window_end_at
),

final as (
    select
        {{ opaque_key('interaction', ["'missing'", 'episode_ref']) }} as interaction_key,
        episode_ref,
        coalesce(in_care, false) as is_in_care,
        case when elapsed_seconds >= 0 then elapsed_seconds end as missing_seconds,
        case when police_hours >= 0 then cast(floor(police_hours * 3600 + 0.5) as {{ dbt.type_bigint() }}) end as missing_police_seconds
    from elapsed
)

select * from final
