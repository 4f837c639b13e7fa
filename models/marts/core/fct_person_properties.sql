with homes as (
    -- Who shares a key with others at a refuge could be found by whoever knows one of them.
    select * from {{ ref('int_people__homes') }} where property_key is not null and not coalesce(is_withheld, false)
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
