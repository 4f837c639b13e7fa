with newest as (
    select * from {{ ref('base_controlworks__people') }} where row_status = 'staged'
),

names as (
    select * from {{ ref('base_normalised__names') }} where name_form = 'full'
),

dates_of_birth as (
    select * from {{ ref('base_normalised__dates_of_birth') }}
),

phones as (
    select * from {{ ref('base_normalised__phones') }}
),

addressed as (
    select
        *,
        cast(extract(year from extracted_at_utc) as integer) as extracted_year,
        {{ address_text('address_text') }} as address_normalised
    from newest
),

final as (
    select
        addressed.person_entry_id,
        addressed.roc_ref,
        addressed.log_no,
        addressed.role,
        names.forename,
        names.middle_names,
        names.surname,
        case when addressed.full_name is null then 'missing' else names.name_reason end as name_reason,
        {{ believable_dob('dates_of_birth.date_of_birth', 'dates_of_birth.dob_quality', 'addressed.extracted_at_utc') }} as date_of_birth,
        {{ dob_quality('dates_of_birth.date_of_birth', 'dates_of_birth.dob_quality', 'addressed.extracted_at_utc') }} as dob_quality,
        phones.phone,
        case when addressed.phone is null then 'missing' else phones.phone_reason end as phone_reason,
        addressed.address_normalised as address_text,
        {{ house_number('addressed.address_normalised') }} as house_number,
        {{ postcode('addressed.postcode') }} as postcode,
        {{ postcode_as_given('addressed.postcode') }} as postcode_as_given,
        addressed.nominal_id,
        {{ squeezed_upper('addressed.organisation') }} as organisation,
        addressed.extracted_at_utc as extracted_at
    from addressed
    left join names on addressed.full_name = names.name_text
    left join dates_of_birth
        on addressed.dob = dates_of_birth.dob_text and addressed.extracted_year = dates_of_birth.extracted_year
    left join phones on addressed.phone = phones.phone_text
)

select * from final
