with events as (
    select interaction_key, interaction_type from {{ ref('int_events__in_window') }}
),

calls as (
    select interaction_key, call_handling_seconds from {{ ref('int_events__calls') }}
),

deployment_effort as (
    select * from {{ ref('int_events__deployment_effort') }}
),

-- Where no deployment at all was delivered, a log without one says nothing about who was sent; nor does a crime of its investigations.
delivered as (
    select * from {{ ref('int_window__delivered') }}
),

investigation_effort as (
    select * from {{ ref('int_events__investigation_effort') }}
),

custody_times as (
    select * from {{ ref('int_events__custody_times') }}
),

absences as (
    select * from {{ ref('int_events__absences') }}
),

efforts as (
    select
        events.interaction_key,
        calls.call_handling_seconds,
        {% for team in ['response', 'neighbourhood', 'other_team'] -%}
        {{ zero_where_none(
            'deployment_effort.' ~ team ~ '_seconds', 'deployment_effort.unit_count',
            "events.interaction_type = 'incident' and delivered.has_deployments"
        ) }} as {{ team }}_seconds,
        {% endfor -%}
        custody_times.custody_seconds,
        {{ zero_where_none(
            'investigation_effort.investigation_seconds', 'investigation_effort.investigation_count',
            "events.interaction_type = 'crime' and delivered.has_investigations"
        ) }} as investigation_seconds,
        absences.missing_police_seconds,
        absences.missing_seconds,
        {% for count in ['unit_count', 'attended_unit_count'] -%}
        case when events.interaction_type = 'incident' and delivered.has_deployments then coalesce(deployment_effort.{{ count }}, 0) end as {{ count }},
        {% endfor -%}
        case events.interaction_type
            when 'crime'
                then {{ zero_where_none('investigation_effort.officer_count', 'investigation_effort.investigation_count', 'delivered.has_investigations') }}
            when 'incident'
                then {{ zero_where_none('deployment_effort.officer_count', 'deployment_effort.unit_count', 'delivered.has_deployments') }}
        end as officer_count,
        case
            when events.interaction_type = 'crime' and delivered.has_investigations then coalesce(investigation_effort.investigation_count, 0)
        end as investigation_count,
        case events.interaction_type
            when 'call' then calls.call_handling_seconds is not null
            when 'incident' then delivered.has_deployments and coalesce(deployment_effort.unknown_unit_count, 0) = 0
            when 'crime' then delivered.has_investigations and coalesce(investigation_effort.unknown_investigation_count, 0) = 0
            when 'custody' then custody_times.custody_seconds is not null
            when 'missing' then absences.missing_police_seconds is not null
        end as is_effort_known
    from events
    cross join delivered
    left join calls on events.interaction_key = calls.interaction_key
    left join deployment_effort on events.interaction_key = deployment_effort.interaction_key
    left join investigation_effort on events.interaction_key = investigation_effort.interaction_key
    left join custody_times on events.interaction_key = custody_times.interaction_key
    left join absences on events.interaction_key = absences.interaction_key
),

final as (
    select
        efforts.*,
        case
            when coalesce(
                call_handling_seconds, response_seconds, neighbourhood_seconds, other_team_seconds,
                custody_seconds, investigation_seconds, missing_police_seconds
            ) is not null
                then
                    coalesce(call_handling_seconds, 0)
                    + coalesce(response_seconds, 0)
                    + coalesce(neighbourhood_seconds, 0)
                    + coalesce(other_team_seconds, 0)
                    + coalesce(custody_seconds, 0)
                    + coalesce(investigation_seconds, 0)
                    + coalesce(missing_police_seconds, 0)
        end as police_seconds
    from efforts
)

select * from final
