with investigations as (
    select
        crime_no,
        officers_allocated,
        case when logged_hours >= 0 then cast(floor(logged_hours * 3600 + 0.5) as {{ dbt.type_bigint() }}) end as logged_seconds
    from {{ ref('stg_connect__investigations') }}
),

final as (
    select
        {{ opaque_key('interaction', ["'crime'", 'crime_no']) }} as interaction_key,
        crime_no,
        cast(count(*) as {{ dbt.type_int() }}) as investigation_count,
        cast(sum(officers_allocated) as {{ dbt.type_int() }}) as officer_count,
        cast(sum(logged_seconds) as {{ dbt.type_bigint() }}) as investigation_seconds,
        cast(count(*) - count(logged_seconds) as {{ dbt.type_int() }}) as unknown_investigation_count
    from investigations
    group by crime_no
)

select * from final
