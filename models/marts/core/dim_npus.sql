with time_window as (
    select cast({{ dbt.dateadd('day', -1, 'as_of_date') }} as date) as last_day_on from {{ ref('int_window__bounds') }}
),

-- Of a code that is no longer in force, what it last was: events of the window may still carry it.
latest as (
    select
        npus.npu_code,
        npus.npu_name,
        npus.lpa_name,
        npus.valid_from,
        npus.valid_to,
        row_number() over (partition by npus.npu_code order by npus.valid_from desc) as position
    from {{ ref('npus') }} as npus
    inner join time_window on npus.valid_from <= time_window.last_day_on
),

areas as (
    select
        npu_code,
        npu_name,
        lpa_name,
        valid_from,
        valid_to,
        row_number() over (order by {{ byte_order('npu_name') }}, {{ byte_order('npu_code') }}) as sort_order
    from latest
    where position = 1
),

listed as (
    select * from areas
    union all
    select
        label_code as npu_code,
        label as npu_name,
        null as lpa_name,
        null as valid_from,
        null as valid_to,
        sort_order
    from {{ ref('labels') }}
    where label_of = 'npu_code'
),

final as (
    select
        cast(npu_code as {{ dbt.type_string() }}) as npu_code,
        cast(npu_name as {{ dbt.type_string() }}) as npu_name,
        cast(lpa_name as {{ dbt.type_string() }}) as lpa_name,
        valid_from,
        valid_to,
        cast(sort_order as integer) as sort_order
    from listed
)

select * from final
