with custody_records as (
    select * from {{ ref('stg_connect__custody_records') }}
),

episodes as (
    select * from {{ ref('stg_compact__episodes') }}
),

time_window as (
    select * from {{ ref('int_window__bounds') }}
),

detentions as (
    select
        custody_records.custody_ref as source_ref,
        custody_records.is_open,
        {{ seconds_between(
            'custody_records.arrived_at',
            'case when custody_records.is_open then time_window.window_end_at else custody_records.released_at end'
        ) }} as elapsed_seconds
    from custody_records
    cross join time_window
    where custody_records.arrived_at >= time_window.window_start_at and custody_records.arrived_at < time_window.window_end_at
),

absences as (
    select
        episodes.episode_ref as source_ref,
        episodes.in_care,
        episodes.police_hours,
        {{ seconds_between('episodes.reported_at', 'episodes.found_at') }} as elapsed_seconds
    from episodes
    cross join time_window
    where episodes.reported_at >= time_window.window_start_at and episodes.reported_at < time_window.window_end_at
),

-- A detention that is still open counts up to as_of_date, but no longer than the law allows before charge. One with a release that
-- cannot be right is not open: its duration is unknown.
final as (
    select
        {{ opaque_key('interaction', ["'custody'", 'source_ref']) }} as interaction_key,
        source_ref,
        is_open,
        false as is_in_care,
        case
            when elapsed_seconds < 0 then null
            when is_open and elapsed_seconds <= {{ var('custody_max_hours') | int * 3600 }} then elapsed_seconds
            when not is_open and elapsed_seconds <= {{ var('longest_credible_hours') | int * 3600 }} then elapsed_seconds
        end as custody_seconds,
        cast(null as {{ dbt.type_bigint() }}) as missing_seconds,
        cast(null as {{ dbt.type_bigint() }}) as missing_police_seconds
    from detentions
    union all
    select
        {{ opaque_key('interaction', ["'missing'", 'source_ref']) }} as interaction_key,
        source_ref,
        false as is_open,
        coalesce(in_care, false) as is_in_care,
        cast(null as {{ dbt.type_bigint() }}) as custody_seconds,
        case when elapsed_seconds >= 0 then elapsed_seconds end as missing_seconds,
        case when police_hours >= 0 then cast(floor(police_hours * 3600 + 0.5) as {{ dbt.type_bigint() }}) end as missing_police_seconds
    from absences
)

select * from final
