{{
    config(
        materialized='incremental',
        incremental_strategy=refresh_strategy(),
        unique_key='run_id',
        partition_by=refresh_partition('run_id'),
        full_refresh=false,
        on_schema_change='fail',
        tags=['state'],
    )
}}

with time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

-- The date itself moves with every refresh and changes no definition.
definitions as (
    select
        {{ dbt.hash(ordered_string_agg(
            "kind || '/' || name || '=' || coalesce(value, '') || ': ' || meaning", ';', byte_order('name') ~ ', ' ~ byte_order('kind')
        )) }} as definition_version
    from {{ ref('int_governance__definitions') }}
    where name not in ('as_of_date', 'as_of_date in force')
),

build as (
    select
        invocation_id as run_id,
        min(logged_at) as started_at
    from {{ build_log_relation() }}
    where invocation_id = '{{ invocation_id }}'
    group by invocation_id
),

final as (
    select
        build.run_id,
        time_window.as_of_date,
        {{ dbt.date_trunc('second', 'build.started_at') }} as started_at,
        definitions.definition_version
    from build
    cross join time_window
    cross join definitions
)

select * from final
