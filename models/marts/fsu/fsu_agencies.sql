with organisations as (
    select * from {{ ref('fct_interaction_organisations') }}
),

events as (
    select * from {{ ref('int_events__measured') }}
),

totals as (
    select
        organisations.organisation,
        count(*) as volume,
        {% for interaction_type in ['call', 'contact', 'incident'] -%}
        sum(case when events.interaction_type = '{{ interaction_type }}' then 1 else 0 end) as {{ interaction_type }}_count,
        {% endfor -%}
        sum(events.call_handling_seconds) as call_handling_seconds,
        sum(events.police_seconds) as police_seconds,
        sum(case when events.is_effort_known then 1 else 0 end) as effort_known_count,
        count(events.is_effort_known) as effort_event_count
    from organisations
    inner join events on organisations.interaction_key = events.interaction_key
    group by organisations.organisation
),

final as (
    select
        totals.organisation,
        cast(totals.volume as integer) as volume,
        {% for interaction_type in ['call', 'contact', 'incident'] -%}
        cast(totals.{{ interaction_type }}_count as integer) as {{ interaction_type }}_count,
        {% endfor -%}
        {{ hours_of(zero_where_none('totals.call_handling_seconds', 'totals.call_count', 'delivered.has_calls')) }} as call_handling_hours,
        {{ hours_of(zero_where_none('totals.police_seconds', 'totals.effort_event_count', 'delivered.has_all_effort')) }} as total_hours,
        {{ share_of('totals.effort_known_count', 'totals.effort_event_count') }} as hours_covered_share
    from totals
    cross join {{ ref('int_window__delivered') }} as delivered
)

select * from final
