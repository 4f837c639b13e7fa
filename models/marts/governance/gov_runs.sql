{{ config(materialized='view') }}

{#- A view, because a build ends after all its models: the log of builds says when, and this asks it at the time of reading. -#}
with builds as (
    select * from {{ ref('int_governance__builds') }}
),

log as (
    select
        invocation_id,
        max(case when event <> 'started' then logged_at end) as finished_at,
        max(case when event <> 'started' then event end) as outcome,
        max(delivery_id) as delivery_id
    from {{ build_log_relation() }}
    group by invocation_id
),

final as (
    select
        cast(builds.run_id as {{ dbt.type_string() }}) as run_id,
        builds.as_of_date,
        builds.started_at,
        {{ dbt.date_trunc('second', 'log.finished_at') }} as finished_at,
        cast(builds.definition_version as {{ dbt.type_string() }}) as definition_version,
        log.outcome,
        log.delivery_id
    from builds
    left join log on builds.run_id = log.invocation_id
)

select * from final
