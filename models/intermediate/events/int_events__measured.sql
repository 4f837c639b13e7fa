with events as (
    select
        *,
        -- Offence and grade as the weights see them: the offence of a crime, not of an arrest; the grade of an incident.
        case when interaction_type = 'crime' then ho_offence_code end as crime_offence_code,
        case when interaction_type = 'incident' then grade_code end as incident_grade_code
    from {{ ref('int_events__in_window') }}
),

effort as (
    select * from {{ ref('int_events__effort') }}
),

harm_weights as (
    select ho_offence_code, harm_weight
    from {{ ref('offence_harm_weights') }}
    where index_name = '{{ var("harm_index") }}' and ho_offence_code <> 'UNMAPPED'
),

fallback_weight as (
    select harm_weight
    from {{ ref('offence_harm_weights') }}
    where index_name = '{{ var("harm_index") }}' and ho_offence_code = 'UNMAPPED'
),

grade_weights as (
    select grade_code, grade_weight from {{ ref('grade_weights') }}
),

final as (
    select
        events.interaction_key,
        events.interaction_type,
        events.source_system,
        events.source_ref,
        events.occurred_at,
        events.occurred_on,
        events.npu_code,
        events.grade_code,
        events.risk_grade_code,
        events.ho_offence_code,
        events.channel,
        events.chain_key,
        events.is_agency_contact,
        effort.call_handling_seconds,
        effort.response_seconds,
        effort.neighbourhood_seconds,
        effort.other_team_seconds,
        effort.custody_seconds,
        effort.investigation_seconds,
        effort.missing_police_seconds,
        effort.missing_seconds,
        effort.police_seconds,
        effort.is_effort_known,
        effort.unit_count,
        effort.attended_unit_count,
        effort.officer_count,
        effort.investigation_count,
        case
            when events.interaction_type = 'crime' then coalesce(harm_weights.harm_weight, fallback_weight.harm_weight)
        end as harm_weight,
        case when events.interaction_type = 'crime' then harm_weights.harm_weight is not null end as is_harm_mapped,
        grade_weights.grade_weight
    from events
    inner join effort on events.interaction_key = effort.interaction_key
    cross join fallback_weight
    left join harm_weights on events.crime_offence_code = harm_weights.ho_offence_code
    left join grade_weights on events.incident_grade_code = grade_weights.grade_code
)

select * from final
