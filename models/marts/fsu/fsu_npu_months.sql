with measured_events as (
    select * from {{ ref('int_events__measured') }}
),

event_areas as (
    select * from {{ ref('int_people__event_areas') }}
),

events as (
    select
        coalesce(event_areas.npu_code, 'UNKNOWN') as npu_code,
        cast({{ dbt.date_trunc('month', 'measured_events.occurred_on') }} as date) as month_start_on,
        measured_events.interaction_type,
        measured_events.police_seconds,
        measured_events.is_effort_known
    from measured_events
    inner join event_areas on measured_events.interaction_key = event_areas.interaction_key
),

final as (
    select
        cast(npu_code as {{ dbt.type_string() }}) as npu_code,
        month_start_on,
        interaction_type,
        cast(count(*) as integer) as interaction_count,
        cast(sum(case when is_effort_known then 1 else 0 end) as integer) as effort_known_count,
        {{ hours_of('sum(police_seconds)') }} as police_hours
    from events
    group by npu_code, month_start_on, interaction_type
)

select * from final
