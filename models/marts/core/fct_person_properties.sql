with homes as (
    select * from {{ ref('int_people__homes') }} where property_key is not null
),

final as (
    select
        person_key,
        property_key,
        cast(people_count as integer) as people_count,
        is_communal,
        people_count > 1 and not is_communal as is_household
    from homes
)

select * from final
