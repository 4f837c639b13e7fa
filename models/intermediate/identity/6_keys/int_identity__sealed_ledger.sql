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

with ledger as (
    select * from {{ ref('int_identity__key_ledger') }}
),

time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

people as (
    select record_key, cluster_id from {{ ref('int_identity__people') }} where is_person
),

final as (
    select distinct ledger.as_of_date, ledger.person_key
    from people
    inner join {{ ref('int_identity__sealed_people') }} as sealed_people on people.cluster_id = sealed_people.cluster_id
    inner join ledger on people.record_key = ledger.record_key
    inner join time_window on ledger.as_of_date = time_window.as_of_date
)

select * from final
