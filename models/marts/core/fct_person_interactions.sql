with person_roles as (
    select * from {{ ref('int_people__roles') }}
),

events as (
    select
        interaction_key,
        interaction_type,
        occurred_at,
        occurred_on
    from {{ ref('int_events__in_window') }}
),

event_areas as (
    select * from {{ ref('int_people__event_areas') }}
),

final as (
    select
        person_roles.person_key,
        person_roles.interaction_key,
        events.interaction_type,
        person_roles.role,
        events.occurred_on,
        {{ utc_to_civil_hour('events.occurred_at') }} as occurred_hour,
        event_areas.npu_code,
        person_roles.link_strength,
        person_roles.is_inferred,
        person_roles.match_rule,
        person_roles.is_for_other
    from person_roles
    inner join events on person_roles.interaction_key = events.interaction_key
    inner join event_areas on person_roles.interaction_key = event_areas.interaction_key
)

select * from final
