{{
    config(
        materialized='incremental',
        incremental_strategy='delete+insert',
        unique_key='run_id',
        full_refresh=false,
        on_schema_change='fail',
        tags=['state'],
    )
}}

with time_window as (
    select as_of_date from {{ ref('int_interactions__window') }}
),

-- The date itself moves with every refresh and changes no definition.
definitions as (
    select
        {{ dbt.hash(ordered_string_agg(
            "kind || '/' || name || '=' || coalesce(value, '') || ': ' || meaning", ';', byte_order('name') ~ ', ' ~ byte_order('kind')
        )) }} as definition_version
    from {{ ref('gov_definitions') }}
    where name not in ('as_of_date', 'as_of_date in force')
),

final as (
    select
        '{{ invocation_id }}' as run_id,
        time_window.as_of_date,
        cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as {{ dbt.type_timestamp() }}) as started_at,
        definitions.definition_version
    from time_window
    cross join definitions
)

select * from final
