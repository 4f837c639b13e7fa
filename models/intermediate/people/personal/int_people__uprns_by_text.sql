{{ config(schema='staging') }}

with addresses as (
    select uprn, address_text, house_number, postcode
    from {{ ref('stg_connect__nominal_addresses') }}
    where uprn is not null and postcode is not null
),

locations as (
    select uprn, location_text, postcode
    from {{ ref('stg_controlworks__logs') }}
    where uprn is not null and postcode is not null
),

spellings as (
    select 'text/' || address_text || '/' || postcode as spelling, uprn from addresses where address_text is not null
    union all
    select 'house/' || house_number || '/' || postcode as spelling, uprn from addresses where house_number is not null
    union all
    select 'text/' || location_text || '/' || postcode as spelling, uprn from locations where location_text is not null
),

final as (
    select
        spelling,
        min({{ byte_order('uprn') }}) as uprn
    from spellings
    group by spelling
    having count(distinct uprn) = 1
)

select * from final
