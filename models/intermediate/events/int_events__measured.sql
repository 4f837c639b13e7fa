{%- set police_seconds = [
    'call_handling_seconds', 'response_seconds', 'neighbourhood_seconds', 'other_team_seconds', 'custody_seconds', 'investigation_seconds',
    'missing_police_seconds',
] -%}

with events as (
    select
        *,
        -- Offence and grade as the weights see them: the offence of a crime, not of an arrest; the grade of an incident.
        case when interaction_type = 'crime' then ho_offence_code end as crime_offence_code,
        case when interaction_type = 'incident' then grade_code end as incident_grade_code
    from {{ ref('int_events__in_window') }}
),

calls as (
    select interaction_key, call_handling_seconds from {{ ref('int_events__calls') }}
),

effort as (
    select * from {{ ref('int_events__effort') }}
),

-- Where no deployment at all was delivered, a log without one says nothing about who was sent; nor does a crime of its investigations.
delivered as (
    select * from {{ ref('int_window__delivered') }}
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

efforts as (
    select
        events.*,
        calls.call_handling_seconds,
        {% for team in ['response', 'neighbourhood', 'other_team'] -%}
        {{ zero_where_none(
            'effort.' ~ team ~ '_seconds', 'effort.unit_count',
            "events.interaction_type = 'incident' and delivered.has_deployments"
        ) }} as {{ team }}_seconds,
        {% endfor -%}
        effort.custody_seconds,
        {{ zero_where_none(
            'effort.investigation_seconds', 'effort.investigation_count',
            "events.interaction_type = 'crime' and delivered.has_investigations"
        ) }} as investigation_seconds,
        effort.missing_police_seconds,
        effort.missing_seconds,
        {% for count in ['unit_count', 'attended_unit_count'] -%}
        case when events.interaction_type = 'incident' and delivered.has_deployments then coalesce(effort.{{ count }}, 0) end as {{ count }},
        {% endfor -%}
        case events.interaction_type
            when 'crime'
                then {{ zero_where_none('effort.officer_count', 'effort.investigation_count', 'delivered.has_investigations') }}
            when 'incident'
                then {{ zero_where_none('effort.officer_count', 'effort.unit_count', 'delivered.has_deployments') }}
        end as officer_count,
        case
            when events.interaction_type = 'crime' and delivered.has_investigations then coalesce(effort.investigation_count, 0)
        end as investigation_count,
        case events.interaction_type
            when 'call' then calls.call_handling_seconds is not null
            when 'incident' then delivered.has_deployments and coalesce(effort.unknown_unit_count, 0) = 0
            when 'crime' then delivered.has_investigations and coalesce(effort.unknown_investigation_count, 0) = 0
            when 'custody' then effort.custody_seconds is not null
            when 'missing' then effort.missing_police_seconds is not null
        end as is_effort_known
    from events
    cross join delivered
    left join calls on events.interaction_key = calls.interaction_key
    left join effort on events.interaction_key = effort.interaction_key
),

final as (
    select
        efforts.interaction_key,
        efforts.interaction_type,
        efforts.source_system,
        efforts.occurred_at,
        efforts.occurred_on,
        efforts.npu_code,
        efforts.grade_code,
        efforts.risk_grade_code,
        efforts.ho_offence_code,
        efforts.channel,
        efforts.chain_key,
        efforts.is_agency_contact,
        {% for seconds in police_seconds -%}
        efforts.{{ seconds }},
        {% endfor -%}
        efforts.missing_seconds,
        case
            when coalesce(efforts.{{ police_seconds | join(', efforts.') }}) is not null
                then coalesce(efforts.{{ police_seconds | join(', 0) + coalesce(efforts.') }}, 0)
        end as police_seconds,
        efforts.is_effort_known,
        efforts.unit_count,
        efforts.attended_unit_count,
        efforts.officer_count,
        efforts.investigation_count,
        case
            when efforts.interaction_type = 'crime' then coalesce(harm_weights.harm_weight, fallback_weight.harm_weight)
        end as harm_weight,
        case when efforts.interaction_type = 'crime' then harm_weights.harm_weight is not null end as is_harm_mapped,
        grade_weights.grade_weight
    from efforts
    cross join fallback_weight
    left join harm_weights on efforts.crime_offence_code = harm_weights.ho_offence_code
    left join grade_weights on efforts.incident_grade_code = grade_weights.grade_code
)

select * from final
