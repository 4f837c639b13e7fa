with events as (
    select interaction_key, interaction_type from {{ ref('int_events__in_window') }}
),

calls as (
    select interaction_key, call_handling_seconds from {{ ref('int_events__calls') }}
),

deployment_effort as (
    select * from {{ ref('int_events__deployment_effort') }}
),

-- Where no deployment at all was delivered, a log without one says nothing about who was sent.
deployments_delivered as (
    select count(*) > 0 as is_delivered from deployment_effort
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
        deployment_effort.response_seconds,
        deployment_effort.neighbourhood_seconds,
        deployment_effort.other_team_seconds,
        custody_times.custody_seconds,
        investigation_effort.investigation_seconds,
        absences.missing_police_seconds,
        absences.missing_seconds,
        case
            when events.interaction_type = 'incident' and deployments_delivered.is_delivered
                then coalesce(deployment_effort.unit_count, 0)
        end as unit_count,
        case
            when events.interaction_type = 'incident' and deployments_delivered.is_delivered
                then coalesce(deployment_effort.attended_unit_count, 0)
        end as attended_unit_count,
        case
            when events.interaction_type = 'crime' then investigation_effort.officer_count
            when events.interaction_type = 'incident' and deployments_delivered.is_delivered and deployment_effort.interaction_key is null then 0
            else deployment_effort.officer_count
        end as officer_count,
        case when events.interaction_type = 'crime' then coalesce(investigation_effort.investigation_count, 0) end as investigation_count,
        case events.interaction_type
            when 'call' then calls.call_handling_seconds is not null
            when 'incident' then deployments_delivered.is_delivered and coalesce(deployment_effort.unknown_unit_count, 0) = 0
            when 'crime' then coalesce(investigation_effort.unknown_investigation_count, 1) = 0
            when 'custody' then custody_times.custody_seconds is not null
            when 'missing' then absences.missing_police_seconds is not null
        end as is_effort_known
    from events
    cross join deployments_delivered
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
