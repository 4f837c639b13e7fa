with deployments as (
    select * from {{ ref('stg_controlworks__deployments') }}
),

event_keys as (
    select interaction_key, source_ref from {{ ref('int_keys__events') }} where interaction_type = 'incident'
),

team_types as (
    select * from {{ ref('team_types') }}
),

elapsed as (
    select
        event_keys.interaction_key,
        deployments.officers,
        deployments.is_cancelled,
        coalesce(team_types.team_group, 'OTHER') as team_group,
        {{ seconds_between('deployments.arrived_at', 'deployments.cleared_at') }} as attended_seconds
    from deployments
    inner join event_keys on deployments.log_no = event_keys.source_ref
    left join team_types on deployments.team_type = team_types.team_type
),

officer_time as (
    select
        interaction_key,
        officers,
        is_cancelled,
        team_group,
        case
            when is_cancelled then 0
            when officers >= 0 and attended_seconds between 0 and {{ var('longest_credible_hours') | int * 3600 }}
                then officers * attended_seconds
        end as officer_seconds
    from elapsed
),

final as (
    select
        interaction_key,
        cast(count(*) as {{ dbt.type_int() }}) as unit_count,
        cast(sum(case when is_cancelled then 0 else 1 end) as {{ dbt.type_int() }}) as attended_unit_count,
        cast(sum(officers) as {{ dbt.type_int() }}) as officer_count,
        {% for team_group in ['RESPONSE', 'NEIGHBOURHOOD', 'OTHER'] -%}
        -- No unit of the team was sent: 0. Units were, and none has a figure: unknown.
        cast(
            {{ zero_where_none(
                "sum(case when team_group = '" ~ team_group ~ "' then officer_seconds end)",
                "sum(case when team_group = '" ~ team_group ~ "' then 1 else 0 end)",
                'true'
            ) }} as {{ dbt.type_bigint() }}
        ) as {{ {'OTHER': 'other_team'}.get(team_group, team_group | lower) }}_seconds,
        {% endfor -%}
        cast(count(*) - count(officer_seconds) as {{ dbt.type_int() }}) as unknown_unit_count
    from officer_time
    group by interaction_key
)

select * from final
