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

with time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

person_records as (
    select * from {{ ref('int_identity__person_records') }}
),

calls as (
    select call_record_key, caller_number_token from {{ ref('int_events__calls') }}
),

agency_numbers as (
    {{ agency_numbers() }}
),

records_in_window as (
    select
        calls.call_record_key as record_key,
        'avaya' as source_system,
        'call' as record_type,
        agency_numbers.phone_token is not null as is_agency
    from calls
    left join agency_numbers on calls.caller_number_token = agency_numbers.phone_token
    union all
    select record_key, 'controlworks' as source_system, 'person_entry' as record_type, is_agency
    from {{ ref('int_events__person_entries') }}
    union all
    select record_key, 'connect' as source_system, 'nominal' as record_type, false as is_agency
    from {{ ref('int_identity__nominals_in_use') }}
    union all
    select record_key, source_system, record_type, false as is_agency
    from {{ ref('int_identity__mentions') }}
    where record_type = 'person'
),

counted as (
    select
        records_in_window.source_system,
        records_in_window.record_type,
        count(*) as record_count,
        sum(case when records_in_window.is_agency then 1 else 0 end) as agency_count,
        count(person_records.record_key) as resolved_count,
        sum(case when person_records.is_inferred then 1 else 0 end) as inferred_count
    from records_in_window
    left join person_records on records_in_window.record_key = person_records.record_key
    group by records_in_window.source_system, records_in_window.record_type
),

final as (
    select
        time_window.as_of_date,
        cast(counted.source_system as {{ type_varchar() }}) as source_system,
        cast(counted.record_type as {{ type_varchar() }}) as record_type,
        cast(counted.record_count as {{ dbt.type_bigint() }}) as record_count,
        cast(counted.agency_count as {{ dbt.type_bigint() }}) as agency_count,
        cast(counted.resolved_count as {{ dbt.type_bigint() }}) as resolved_count,
        cast(counted.inferred_count as {{ dbt.type_bigint() }}) as inferred_count,
        cast(counted.resolved_count as {{ type_double() }}) / counted.record_count as resolved_share,
        cast(counted.inferred_count as {{ type_double() }}) / counted.record_count as inferred_share
    from counted
    cross join time_window
)

select * from final
