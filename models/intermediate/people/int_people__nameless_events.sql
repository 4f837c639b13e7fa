with events as (
    select interaction_key, interaction_type, occurred_on
    from {{ ref('int_events__in_window') }}
    where interaction_type in ('{{ types_that_name_somebody() | join("', '") }}')
),

with_somebody as (
    select distinct interaction_key from {{ ref('int_people__roles') }}
),

time_window as (
    select window_start_on from {{ ref('int_window__bounds') }}
),

final as (
    select
        events.interaction_key,
        -- The month may have begun before the window did.
        greatest(cast({{ dbt.date_trunc('month', 'events.occurred_on') }} as date), time_window.window_start_on) as told_on
    from events
    cross join time_window
    left join with_somebody on events.interaction_key = with_somebody.interaction_key
    where with_somebody.interaction_key is null
)

select * from final
