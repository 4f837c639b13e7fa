with people as (
    select person_key, home_npu_code, events_npu_code from {{ ref('dim_people') }}
),

areas as (
    select
        person_key,
        home_npu_code as npu_code,
        case when home_npu_code = events_npu_code then 'both' else 'lives' end as area_reason
    from people
    where home_npu_code is not null
    union all
    select
        person_key,
        events_npu_code as npu_code,
        'events' as area_reason
    from people
    where events_npu_code is not null and (home_npu_code is null or home_npu_code <> events_npu_code)
    union all
    select
        person_key,
        'UNKNOWN' as npu_code,
        'unknown' as area_reason
    from people
    where home_npu_code is null and events_npu_code is null
),

final as (
    select
        person_key,
        cast(npu_code as {{ dbt.type_string() }}) as npu_code,
        cast(area_reason as {{ dbt.type_string() }}) as area_reason
    from areas
)

select * from final
