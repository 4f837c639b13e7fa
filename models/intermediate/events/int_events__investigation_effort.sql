with event_keys as (
    select interaction_key, source_ref from {{ ref('int_keys__events') }} where interaction_type = 'crime'
),

investigations as (
    select
        event_keys.interaction_key,
        landed.officers_allocated,
        case
            when landed.logged_hours >= 0 then cast(floor(landed.logged_hours * 3600 + 0.5) as {{ dbt.type_bigint() }})
        end as logged_seconds
    from {{ ref('stg_connect__investigations') }} as landed
    inner join event_keys on landed.crime_no = event_keys.source_ref
),

final as (
    select
        interaction_key,
        cast(count(*) as {{ dbt.type_int() }}) as investigation_count,
        cast(sum(officers_allocated) as {{ dbt.type_int() }}) as officer_count,
        cast(sum(logged_seconds) as {{ dbt.type_bigint() }}) as investigation_seconds,
        cast(count(*) - count(logged_seconds) as {{ dbt.type_int() }}) as unknown_investigation_count
    from investigations
    group by interaction_key
)

select * from final
