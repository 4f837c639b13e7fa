with priorities as (
    select
        priority_code,
        min(priority_name) as priority_name,
        max(case when npu_code is null then 1 else 0 end) = 1 as is_force_wide,
        row_number() over (order by {{ byte_order('min(priority_name)') }}, {{ byte_order('priority_code') }}) as sort_order
    from {{ ref('priority_crime_types') }}
    group by priority_code
),

listed as (
    select * from priorities
    union all
    select
        label_code as priority_code,
        label as priority_name,
        null as is_force_wide,
        sort_order
    from {{ ref('labels') }}
    where label_of = 'priority_code'
),

final as (
    select
        cast(priority_code as {{ dbt.type_string() }}) as priority_code,
        cast(priority_name as {{ dbt.type_string() }}) as priority_name,
        is_force_wide,
        cast(sort_order as integer) as sort_order
    from listed
)

select * from final
