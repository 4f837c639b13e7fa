{#- A detention that is still open counts up to as_of_date, but no longer than the law allows before charge. One with a release that
    cannot be right is not open: its duration is unknown. -#}
with custody_records as (
    select * from {{ ref('stg_connect__custody_records') }}
),

time_window as (
    select * from {{ ref('int_window__bounds') }}
),

elapsed as (
    select
        custody_records.custody_ref,
        custody_records.is_open,
        {{ seconds_between(
            'custody_records.arrived_at',
            'case when custody_records.is_open then time_window.window_end_at else custody_records.released_at end'
        ) }} as elapsed_seconds
    from custody_records
    cross join time_window
    where custody_records.arrived_at >= time_window.window_start_at and custody_records.arrived_at < time_window.window_end_at
),

final as (
    select
        {{ opaque_key('interaction', ["'custody'", 'custody_ref']) }} as interaction_key,
        custody_ref,
        is_open,
        case
            when elapsed_seconds < 0 then null
            when is_open and elapsed_seconds <= {{ var('custody_max_hours') | int * 3600 }} then elapsed_seconds
            when not is_open and elapsed_seconds <= {{ var('longest_credible_hours') | int * 3600 }} then elapsed_seconds
        end as custody_seconds
    from elapsed
)

select * from final
