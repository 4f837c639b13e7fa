with addresses as (
    select * from {{ ref('int_people__addresses') }}
),

postcode_npus as (
    select * from {{ ref('int_people__postcode_npus') }}
),

properties as (
    select
        property_token,
        count(*) as people_count,
        max(case when is_communal_type then 1 else 0 end) = 1 or count(*) > {{ var('communal_address_people') | int }} as is_communal,
        -- What is withheld from one who lives there is withheld from all, however their address was typed.
        max(case when is_withheld then 1 else 0 end) = 1 as is_withheld
    from addresses
    where property_token is not null
    group by property_token
),

located as (
    select
        addresses.person_key,
        {{ opaque_key('property', ['addresses.property_token']) }} as property_key,
        properties.people_count,
        coalesce(properties.is_communal, false) as is_communal,
        coalesce(properties.is_withheld, addresses.is_withheld) as is_withheld,
        coalesce(by_postcode.npu_code, by_sector.npu_code) as npu_code
    from addresses
    left join properties on addresses.property_token = properties.property_token
    left join postcode_npus as by_postcode on addresses.postcode_token = by_postcode.area_token
    left join postcode_npus as by_sector on addresses.sector_token = by_sector.area_token
),

final as (
    select
        person_key,
        case when people_count is not null then property_key end as property_key,
        people_count,
        is_communal,
        is_withheld,
        npu_code
    from located
)

select * from final
