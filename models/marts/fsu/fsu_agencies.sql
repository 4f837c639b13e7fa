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

counted as (
    select
        totals.organisation,
        totals.volume,
        totals.call_count,
        totals.contact_count,
        totals.incident_count,
        {{ hours_of(zero_where_none('totals.call_handling_seconds', 'totals.call_count', 'delivered.has_calls')) }} as call_handling_hours,
        {{ hours_of(zero_where_none('totals.police_seconds', 'totals.effort_event_count', 'delivered.has_all_effort')) }} as total_hours,
        {{ share_of('totals.effort_known_count', 'totals.effort_event_count') }} as hours_covered_share
    from totals
    cross join {{ ref('int_window__delivered') }} as delivered
),

smallest as (
    select
        counted.*,
        {{ smallest_count(['call_count', 'contact_count', 'incident_count'], 'volume') }} as smallest_count
    from counted
),

judged as (
    select
        smallest.*,
        {{ is_small_number('volume', 'organisation') }} as is_volume_withheld,
        {{ is_small_number('smallest_count', 'volume, organisation') }} as is_breakdown_small
    from smallest
),

final as (
    select
        cast(organisation as {{ dbt.type_string() }}) as organisation,
        cast(case when not is_volume_withheld then volume end as integer) as volume,
        {% for interaction_type in ['call', 'contact', 'incident'] -%}
        cast(
            case when not is_volume_withheld and not is_breakdown_small then {{ interaction_type }}_count end as integer
        ) as {{ interaction_type }}_count,
        {% endfor -%}
        case when not is_volume_withheld and not is_breakdown_small then call_handling_hours end as call_handling_hours,
        case when not is_volume_withheld then total_hours end as total_hours,
        case when not is_volume_withheld then hours_covered_share end as hours_covered_share,
        is_volume_withheld,
        is_volume_withheld or is_breakdown_small as is_breakdown_withheld
    from judged
)

select * from final
