with person_roles as (
    select * from {{ ref('int_people__roles') }}
),

roles as (
    select
        role,
        is_about,
        is_victim,
        is_suspect
    from {{ ref('roles') }}
),

final as (
    select
        person_roles.person_key,
        person_roles.interaction_key,
        min(case when person_roles.is_for_other then 1 else 0 end) = 1 as is_only_for_other,
        min(case when person_roles.is_inferred then 1 else 0 end) = 1 as is_inferred,
        {{ strongest('person_roles.link_strength') }} as link_strength,
        max(case when roles.is_about then 1 else 0 end) = 1 as is_about,
        max(case when roles.is_victim then 1 else 0 end) = 1 as is_victim,
        max(case when roles.is_suspect then 1 else 0 end) = 1 as is_suspect
    from person_roles
    left join roles on person_roles.role = roles.role
    group by person_roles.person_key, person_roles.interaction_key
)

select * from final
