{{
    config(
        materialized='incremental',
        incremental_strategy=refresh_strategy(),
        unique_key='as_of_date',
        partition_by=refresh_partition('as_of_date'),
        full_refresh=false,
        on_schema_change='fail',
        tags=['state'],
        post_hook="{{ forget_sealed_people(this, ['person_key']) }}",
    )
}}
-- depends_on: {{ ref('int_identity__sealed_keys') }}

with ranked as (
    select * from {{ ref('fsu_ranked') }} where is_cohort or is_near_miss
),

time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

final as (
    select
        time_window.as_of_date,
        ranked.scheme_code,
        ranked.person_key,
        ranked.rank,
        ranked.score,
        ranked.is_cohort
    from ranked
    cross join time_window
)

select * from final
