with listed as (
    select
        grade_code,
        grade_name,
        grade_weight,
        sort_order
    from {{ ref('grade_weights') }}
    union all
    select
        label_code as grade_code,
        label as grade_name,
        null as grade_weight,
        sort_order
    from {{ ref('labels') }}
    where label_of = 'grade_code'
),

final as (
    select
        cast(grade_code as {{ dbt.type_string() }}) as grade_code,
        cast(grade_name as {{ dbt.type_string() }}) as grade_name,
        cast(grade_weight as {{ type_double() }}) as grade_weight,
        cast(sort_order as integer) as sort_order
    from listed
)

select * from final
