with measured_events as (
    select * from {{ ref('int_events__measured') }}
),

event_areas as (
    select * from {{ ref('int_people__event_areas') }}
),

-- Whoever knows of a sealed person's detention would find it by its hour or offence: of such events the month is told.
nameless_events as (
    select * from {{ ref('int_people__nameless_events') }}
),

people_counts as (
    select interaction_key, count(*) as people_count
    from {{ ref('int_measures__person_interactions') }}
    group by interaction_key
),

theme_lists as (
    select
        interaction_key,
        {{ ordered_string_agg('theme_code', '|', byte_order('theme_code')) }} as theme_codes
    from {{ ref('int_events__themes') }}
    where not is_sensitive
    group by interaction_key
),

final as (
    select
        measured_events.interaction_key,
        measured_events.interaction_type,
        measured_events.source_system,
        coalesce(nameless_events.told_on, measured_events.occurred_on) as occurred_on,
        case when nameless_events.interaction_key is null then {{ utc_to_civil_hour('measured_events.occurred_at') }} end as occurred_hour,
        event_areas.npu_code,
        cast(event_areas.npu_source as {{ dbt.type_string() }}) as npu_source,
        measured_events.channel,
        measured_events.grade_code,
        case when nameless_events.interaction_key is null then measured_events.risk_grade_code end as risk_grade_code,
        case when nameless_events.interaction_key is null then measured_events.ho_offence_code end as ho_offence_code,
        measured_events.chain_key,
        case when nameless_events.interaction_key is null then theme_lists.theme_codes end as theme_codes,
        cast(coalesce(people_counts.people_count, 0) as integer) as people_count,
        cast(measured_events.unit_count as integer) as unit_count,
        cast(measured_events.attended_unit_count as integer) as attended_unit_count,
        cast(measured_events.officer_count as integer) as officer_count,
        cast(measured_events.investigation_count as integer) as investigation_count,
        {% for effort in [
            'call_handling', 'response', 'neighbourhood', 'other_team', 'custody', 'investigation', 'missing_police', 'missing', 'police',
        ] -%}
        {{ hours_of('measured_events.' ~ effort ~ '_seconds') }} as {{ effort }}_hours,
        {% endfor -%}
        measured_events.is_effort_known,
        cast(measured_events.harm_weight as {{ type_double() }}) as harm_weight,
        measured_events.is_harm_mapped,
        cast(measured_events.grade_weight as {{ type_double() }}) as grade_weight,
        measured_events.is_agency_contact
    from measured_events
    inner join event_areas on measured_events.interaction_key = event_areas.interaction_key
    left join nameless_events on measured_events.interaction_key = nameless_events.interaction_key
    left join people_counts on measured_events.interaction_key = people_counts.interaction_key
    left join theme_lists on measured_events.interaction_key = theme_lists.interaction_key
)

select * from final
