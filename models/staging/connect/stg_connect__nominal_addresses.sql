with newest as (
    select * from {{ ref('base_connect__nominal_addresses') }} where row_status = 'staged'
),

postcodes as (
    select * from {{ ref('base_values__postcodes') }}
),

addresses as (
    select * from {{ ref('base_values__addresses') }}
),

final as (
    select
        newest.address_id,
        newest.nominal_id,
        addresses.address_normalised as address_text,
        addresses.flat_number,
        addresses.house_number,
        postcodes.postcode,
        postcodes.postcode_as_given,
        {{ uprn('newest.uprn') }} as uprn,
        {{ code('newest.address_type') }} as address_type,
        {{ safe_date('newest.from_date') }} as from_on,
        {{ safe_date('newest.to_date') }} as to_on,
        newest.extracted_at_utc as extracted_at
    from newest
    left join addresses on newest.address_text = addresses.address_text
    left join postcodes on newest.postcode = postcodes.postcode_text
)

select * from final
