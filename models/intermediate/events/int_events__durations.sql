with custody_records as (
    select * from {{ ref('stg_connect__custody_records') }}
),

episodes as (
    select * from {{ ref('stg_compact__episodes') }}
),

time_window as (
    select window_end_at from {{ ref('int_window__bounds') }}
),

event_keys as (
    select * from {{ ref('int_keys__events') }} where interaction_type in ('custody', 'missing')
),

detentions as (
    select
        event_keys.interaction_key,
        custody_records.is_open,
        {{ seconds_between(
            'custody_records.arrived_at',
            'case when custody_records.is_open then time_window.window_end_at else custody_records.released_at end'
        ) }} as elapsed_seconds
    from custody_records
    cross join time_window
    inner join event_keys on event_keys.interaction_type = 'custody' and custody_records.custody_ref = event_keys.source_ref
),

absences as (
    select
        event_keys.interaction_key,
        episodes.in_care,
        episodes.police_hours,
        {{ seconds_between('episodes.reported_at', 'episodes.found_at') }} as elapsed_seconds
    from episodes
    inner join event_keys on event_keys.interaction_type = 'missing' and episodes.episode_ref = event_keys.source_ref
),

-- A detention that is still open counts up to as_of_date, but no longer than the law allows before charge. One with a release that
-- cannot be right is not open: its duration is unknown.
final as (
    select
        interaction_key,
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
        interaction_key,
        false as is_open,
        coalesce(in_care, false) as is_in_care,
        cast(null as {{ dbt.type_bigint() }}) as custody_seconds,
        case when elapsed_seconds >= 0 then elapsed_seconds end as missing_seconds,
        case when police_hours >= 0 then cast(floor(police_hours * 3600 + 0.5) as {{ dbt.type_bigint() }}) end as missing_police_seconds
    from absences
)

select * from final
