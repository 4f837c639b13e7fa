{#- Nobody gives a table of postcodes and NPUs; events carry both, so they say which NPU a postcode lies in. -#}
with time_window as (
    select * from {{ ref('int_window__bounds') }}
),

npus_in_force as (
    select npus.npu_code
    from {{ ref('npus') }} as npus
    cross join time_window
    where npus.valid_from < time_window.as_of_date
        and coalesce(npus.valid_to, cast('9999-12-31' as date)) >= {{ dbt.dateadd('day', -1, 'time_window.as_of_date') }}
),

placed_events as (
    select postcode, npu_code, count(*) as event_count
    from (
        select postcode, npu_code from {{ ref('stg_controlworks__contacts') }}
        union all
        select postcode, npu_code from {{ ref('stg_controlworks__logs') }}
        union all
        select postcode, npu_code from {{ ref('stg_connect__crimes') }}
    ) as located
    where postcode is not null and npu_code is not null
    group by postcode, npu_code
),

-- The whole postcode, and the sector (all but the last two letters) for postcodes where nothing happened.
areas as (
    select postcode as area, npu_code, event_count from placed_events
    union all
    select left(postcode, length(postcode) - 2) as area, npu_code, event_count from placed_events
),

counted as (
    select
        areas.area,
        areas.npu_code,
        sum(areas.event_count) as event_count
    from areas
    inner join npus_in_force on areas.npu_code = npus_in_force.npu_code
    group by areas.area, areas.npu_code
),

ranked as (
    select
        area,
        npu_code,
        row_number() over (partition by area order by event_count desc, {{ byte_order('npu_code') }}) as position
    from counted
),

final as (
    select
        {{ token('area', 'area') }} as area_token,
        npu_code
    from ranked
    where position = 1
)

select * from final
