-- Nobody sent and nobody investigating are known, not unknown; what is not wholly known never reads as a known 0.
with delivered as (
    select * from {{ ref('int_window__delivered') }}
),

events as (
    select * from {{ ref('fct_interactions') }}
)

select events.interaction_key
from events
cross join delivered
where (
        events.interaction_type = 'incident'
        and delivered.has_deployments
        and events.unit_count = 0
        and coalesce(events.response_hours + events.neighbourhood_hours + events.other_team_hours + events.police_hours, -1) <> 0
    )
    or (
        events.interaction_type = 'crime'
        and delivered.has_investigations
        and events.investigation_count = 0
        and coalesce(events.investigation_hours + events.police_hours, -1) <> 0
    )
    or (events.interaction_type = 'incident' and not delivered.has_deployments and coalesce(events.unit_count, events.police_hours) is not null)
    or (events.interaction_type = 'crime' and not delivered.has_investigations and coalesce(events.investigation_count, events.police_hours) is not null)
    or (events.is_effort_known and events.police_hours is null)
    or (events.interaction_type = 'contact' and events.police_hours is not null)
