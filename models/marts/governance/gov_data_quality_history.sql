{{
    config(
        materialized='incremental',
        incremental_strategy=refresh_strategy(),
        unique_key='as_of_date',
        partition_by=refresh_partition('as_of_date'),
        full_refresh=false,
        on_schema_change='fail',
        tags=['state'],
    )
}}

select
    as_of_date,
    cast(source_system as {{ type_varchar() }}) as source_system,
    cast(table_name as {{ type_varchar() }}) as table_name,
    cast(column_name as {{ type_varchar() }}) as column_name,
    cast(finding as {{ type_varchar() }}) as finding,
    row_count,
    row_share
from {{ ref('gov_data_quality') }}
