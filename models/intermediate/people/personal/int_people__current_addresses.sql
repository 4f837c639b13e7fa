{{ config(schema='staging') }}

with known_addresses as (
    select * from {{ ref('int_people__known_addresses') }}
),

person_records as (
    select record_key, person_key from {{ ref('int_identity__person_records') }}
),

address_types as (
    select * from {{ ref('address_types') }}
),

uprns_by_text as (
    select * from {{ ref('int_people__uprns_by_text') }}
),

property_types as (
    select * from {{ ref('int_people__property_types') }}
),

ranked as (
    select
        known_addresses.*,
        person_records.person_key,
        row_number() over (
            partition by person_records.person_key
            order by
                known_addresses.source_rank,
                case when known_addresses.seen_on is null then 1 else 0 end,
                known_addresses.seen_on desc,
                known_addresses.address_number
        ) as position
    from known_addresses
    inner join person_records on known_addresses.record_key = person_records.record_key
),

located as (
    select
        ranked.person_key,
        ranked.source_rank,
        ranked.seen_on,
        ranked.address_type,
        ranked.address_text,
        ranked.house_number,
        ranked.postcode,
        coalesce(address_types.is_communal, false) as is_communal_type,
        coalesce(address_types.is_withheld, false) as is_withheld_type,
        case
            when coalesce(address_types.is_fixed_abode, true)
                then coalesce(
                        'uprn/' || ranked.uprn,
                        'uprn/' || by_text.uprn,
                        'uprn/' || by_house.uprn,
                        'text/' || ranked.address_text || '/' || ranked.postcode
                    )
        end as property
    from ranked
    left join address_types on ranked.address_type = address_types.address_type
    left join uprns_by_text as by_text on 'text/' || ranked.address_text || '/' || ranked.postcode = by_text.spelling
    left join uprns_by_text as by_house on 'house/' || ranked.house_number || '/' || ranked.postcode = by_house.spelling
    where ranked.position = 1
),

-- What a property is does not depend on whose address it is filed as.
final as (
    select
        located.person_key,
        located.source_rank,
        located.seen_on,
        located.address_type,
        located.address_text,
        located.postcode,
        located.is_communal_type or coalesce(by_property.is_communal, false) as is_communal_type,
        located.is_withheld_type
        or coalesce(by_property.is_withheld, false)
        or coalesce(by_house.is_withheld, false)
        or coalesce(by_text.is_withheld, false)
        or coalesce(by_postcode.is_withheld, false) as is_withheld,
        located.property
    from located
    left join property_types as by_property on located.property = by_property.spelling
    left join property_types as by_house on 'house/' || located.house_number || '/' || located.postcode = by_house.spelling
    left join property_types as by_text
        on
            case
                when located.address_text is not null then 'text/' || located.address_text
                else 'postcode/' || located.postcode
            end = by_text.spelling
    -- A name without a house number, where such a place is: nothing says that it is another house.
    left join property_types as by_postcode
        on case when located.house_number is null then 'postcode/' || located.postcode end = by_postcode.spelling
)

select * from final
