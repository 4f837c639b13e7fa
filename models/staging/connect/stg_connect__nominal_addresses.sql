with newest as (
    select * from {{ ref('base_connect__nominal_addresses') }} where row_status = 'staged'
),

normalised as (
    select
        *,
        {{ address_text('address_text') }} as address_normalised
    from newest
),

final as (
    select
        address_id,
        nominal_id,
        address_normalised as address_text,
        {{ house_number('address_normalised') }} as house_number,
        {{ postcode('postcode') }} as postcode,
        {{ postcode_as_given('postcode') }} as postcode_as_given,
        {{ uprn('uprn') }} as uprn,
        {{ code('address_type') }} as address_type,
        {{ safe_date('from_date') }} as from_on,
        {{ safe_date('to_date') }} as to_on,
        extracted_at_utc as extracted_at
    from normalised
)

select * from final
