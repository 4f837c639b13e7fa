with listed as (
    select
        role,
        role_name,
        sort_order
    from {{ ref('roles') }}
    union all
    select
        label_code as role,
        label as role_name,
        sort_order
    from {{ ref('labels') }}
    where label_of = 'role'
),

final as (
    select
        cast(role as {{ dbt.type_string() }}) as role,
        cast(role_name as {{ dbt.type_string() }}) as role_name,
        cast(sort_order as integer) as sort_order
    from listed
)

select * from final
