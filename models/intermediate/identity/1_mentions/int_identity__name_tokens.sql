with typed_names as (
    select * from {{ ref('int_identity__typed_names') }}
),

known_forenames as (
    select distinct forename from {{ ref('known_forenames') }}
),

name_variants as (
    select distinct canonical from {{ ref('name_variants') }}
),

honorifics as (
    select distinct element from {{ ref('honorific_elements') }}
),

elements_in_use as (
    select mention_id, forename as name_token, surname as other_token, 1 as as_forename from typed_names where forename is not null
    union all
    select mention_id, surname as name_token, forename as other_token, 0 as as_forename from typed_names where surname is not null
    union all
    select mention_id, second_forename as name_token, cast(null as {{ dbt.type_string() }}) as other_token, 1 as as_forename
    from typed_names
    where second_forename is not null
),

counted as (
    select
        name_token,
        min(mention_id) as first_mention_id,
        count(*) as record_count,
        count(distinct case when as_forename = 1 then other_token end) as surnames_beside_count,
        count(distinct case when as_forename = 0 then other_token end) as forenames_beside_count
    from elements_in_use
    group by name_token
),

final as (
    select
        -- By who was the first to carry it, whatever the salt: the number says nothing about the name.
        cast(
            row_number() over (order by counted.first_mention_id, {{ byte_order('counted.name_token') }}) as {{ dbt.type_int() }}
        ) as name_token_id,
        counted.name_token,
        counted.record_count,
        counted.surnames_beside_count,
        -- A name in its own right, not a slip of the keyboard: it is a known name, or stands beside many different others.
        (
            known_forenames.forename is not null
            or name_variants.canonical is not null
            or counted.surnames_beside_count >= {{ var('established_name_count') }}
        ) as is_established_forename,
        (
            honorifics.element is not null
            or counted.forenames_beside_count >= {{ var('established_name_count') }}
        ) as is_established_surname,
        honorifics.element is not null as is_honorific
    from counted
    left join known_forenames on counted.name_token = known_forenames.forename
    left join name_variants on counted.name_token = name_variants.canonical
    left join honorifics on counted.name_token = honorifics.element
)

select * from final
