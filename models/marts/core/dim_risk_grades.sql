with listed as (
    select
        risk_grade_code,
        risk_grade_name,
        sort_order
    from {{ ref('risk_grades') }}
    union all
    select
        label_code as risk_grade_code,
        label as risk_grade_name,
        sort_order
    from {{ ref('labels') }}
    where label_of = 'risk_grade_code'
),

final as (
    select
        cast(risk_grade_code as {{ dbt.type_string() }}) as risk_grade_code,
        cast(risk_grade_name as {{ dbt.type_string() }}) as risk_grade_name,
        cast(sort_order as integer) as sort_order
    from listed
)

select * from final
