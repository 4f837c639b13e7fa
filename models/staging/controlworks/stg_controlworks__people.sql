with newest as (
    select * from {{ ref('base_controlworks__people') }} where row_status = 'staged'
),

postcodes as (
    select * from {{ ref('base_values__postcodes') }}
),

addresses as (
    select * from {{ ref('base_values__addresses') }}
),

names as (
    select * from {{ ref('base_values__names') }} where name_form = 'full'
),

dates_of_birth as (
    select * from {{ ref('base_values__dates_of_birth') }}
),

phones as (
    select * from {{ ref('base_values__phones') }}
),

dated as (
    select
        *,
        cast(extract(year from extracted_at_utc) as integer) as extracted_year
    from newest
),

final as (
    select
        dated.person_entry_id,
        dated.roc_ref,
        dated.log_no,
        dated.role,
        names.forename,
        names.middle_names,
        names.surname,
        names.longer_surname,
        names.generation,
        case when dated.full_name is null then 'missing' else names.name_reason end as name_reason,
        {{ believable_dob('dates_of_birth', 'dated.extracted_at_utc') }} as date_of_birth,
        {{ dob_quality('dates_of_birth', 'dated.extracted_at_utc') }} as dob_quality,
        phones.phone,
        phones.second_phone,
        case when dated.phone is null then 'missing' else phones.phone_reason end as phone_reason,
        addresses.address_normalised as address_text,
        addresses.flat_number,
        addresses.house_number,
        postcodes.postcode,
        postcodes.postcode_as_given,
        dated.nominal_id,
        {{ squeezed_upper('dated.organisation') }} as organisation,
        dated.extracted_at_utc as extracted_at
    from dated
    left join names on dated.full_name = names.name_text
    left join dates_of_birth
        on dated.dob = dates_of_birth.dob_text and dated.extracted_year = dates_of_birth.extracted_year
    left join phones on dated.phone = phones.phone_text
    left join postcodes on dated.postcode = postcodes.postcode_text
    left join addresses on dated.address_text = addresses.address_text
)

select * from final
