with event_keys as (
    select interaction_key, interaction_type, source_ref
    from {{ ref('int_keys__events') }}
    where interaction_type in ('incident', 'crime', 'custody', 'missing')
),

time_window as (
    select window_end_at from {{ ref('int_window__bounds') }}
),

team_types as (
    select * from {{ ref('team_types') }}
),

attended as (
    select
        deployments.log_no,
        deployments.officers,
        deployments.is_cancelled,
        coalesce(team_types.team_group, 'OTHER') as team_group,
        {{ seconds_between('deployments.arrived_at', 'deployments.cleared_at') }} as attended_seconds
    from {{ ref('stg_controlworks__deployments') }} as deployments
    left join team_types on deployments.team_type = team_types.team_type
),

officer_time as (
    select
        *,
        case
            when is_cancelled then 0
            when officers >= 0 and attended_seconds between 0 and {{ var('longest_credible_hours') | int * 3600 }}
                then officers * attended_seconds
        end as officer_seconds
    from attended
),

incidents as (
    select
        'incident' as interaction_type,
        log_no as source_ref,
        count(*) as unit_count,
        sum(case when is_cancelled then 0 else 1 end) as attended_unit_count,
        sum(officers) as officer_count,
        {% for team_group, team in [('RESPONSE', 'response'), ('NEIGHBOURHOOD', 'neighbourhood'), ('OTHER', 'other_team')] -%}
        -- No unit of the team was sent: 0. Units were, and none has a figure: unknown.
        {{ zero_where_none(
            "sum(case when team_group = '" ~ team_group ~ "' then officer_seconds end)",
            "sum(case when team_group = '" ~ team_group ~ "' then 1 else 0 end)",
            'true'
        ) }} as {{ team }}_seconds,
        {% endfor -%}
        count(*) - count(officer_seconds) as unknown_unit_count
    from officer_time
    group by log_no
),

logged_time as (
    select
        crime_no,
        officers_allocated,
        case when logged_hours >= 0 then cast(floor(logged_hours * 3600 + 0.5) as {{ dbt.type_bigint() }}) end as logged_seconds
    from {{ ref('stg_connect__investigations') }}
),

crimes as (
    select
        'crime' as interaction_type,
        crime_no as source_ref,
        count(*) as investigation_count,
        sum(officers_allocated) as officer_count,
        sum(logged_seconds) as investigation_seconds,
        count(*) - count(logged_seconds) as unknown_investigation_count
    from logged_time
    group by crime_no
),

detentions as (
    select
        'custody' as interaction_type,
        custody_records.custody_ref as source_ref,
        custody_records.is_open,
        {{ seconds_between(
            'custody_records.arrived_at',
            'case when custody_records.is_open then time_window.window_end_at else custody_records.released_at end'
        ) }} as elapsed_seconds
    from {{ ref('stg_connect__custody_records') }} as custody_records
    cross join time_window
),

absences as (
    select
        'missing' as interaction_type,
        episode_ref as source_ref,
        coalesce(in_care, false) as is_in_care,
        {{ seconds_between('reported_at', 'found_at') }} as elapsed_seconds,
        case when police_hours >= 0 then cast(floor(police_hours * 3600 + 0.5) as {{ dbt.type_bigint() }}) end as police_seconds
    from {{ ref('stg_compact__episodes') }}
),

final as (
    select
        event_keys.interaction_key,
        {% for count in ['unit_count', 'attended_unit_count', 'unknown_unit_count'] -%}
        cast(incidents.{{ count }} as {{ dbt.type_int() }}) as {{ count }},
        {% endfor -%}
        {% for team in ['response', 'neighbourhood', 'other_team'] -%}
        cast(incidents.{{ team }}_seconds as {{ dbt.type_bigint() }}) as {{ team }}_seconds,
        {% endfor -%}
        cast(crimes.investigation_count as {{ dbt.type_int() }}) as investigation_count,
        cast(crimes.unknown_investigation_count as {{ dbt.type_int() }}) as unknown_investigation_count,
        cast(crimes.investigation_seconds as {{ dbt.type_bigint() }}) as investigation_seconds,
        cast(coalesce(incidents.officer_count, crimes.officer_count) as {{ dbt.type_int() }}) as officer_count,
        detentions.is_open,
        -- A detention that is still open counts up to as_of_date, but no longer than the law allows before charge. One with a release
        -- that cannot be right is not open: its duration is unknown.
        case
            when detentions.elapsed_seconds < 0 then null
            when detentions.is_open and detentions.elapsed_seconds <= {{ var('custody_max_hours') | int * 3600 }}
                then detentions.elapsed_seconds
            when not detentions.is_open and detentions.elapsed_seconds <= {{ var('longest_credible_hours') | int * 3600 }}
                then detentions.elapsed_seconds
        end as custody_seconds,
        absences.is_in_care,
        case when absences.elapsed_seconds >= 0 then absences.elapsed_seconds end as missing_seconds,
        absences.police_seconds as missing_police_seconds
    from event_keys
    {% for events in ['incidents', 'crimes', 'detentions', 'absences'] -%}
    left join {{ events }} on event_keys.interaction_type = {{ events }}.interaction_type and event_keys.source_ref = {{ events }}.source_ref
    {% endfor %}
)

select * from final
