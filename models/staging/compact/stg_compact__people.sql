with newest as (
    select * from {{ ref('base_compact__people') }} where row_status = 'staged'
),

postcodes as (
    select * from {{ ref('base_values__postcodes') }}
),

dates_of_birth as (
    select * from {{ ref('base_values__dates_of_birth') }}
),

given_names as (
    select * from {{ ref('base_values__names') }} where name_form = 'given'
),

surnames as (
    select * from {{ ref('base_values__names') }} where name_form = 'surname'
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
        dated.person_ref,
        forenames.forename,
        forenames.middle_names,
        surnames.surname,
        known_as.forename as known_as,
        {{ name_reason(['forenames.forename', 'surnames.surname', 'known_as.forename'], ['dated.forename', 'dated.surname', 'dated.known_as']) }}
            as name_reason,
        {{ believable_dob('dates_of_birth.date_of_birth', 'dates_of_birth.dob_quality', 'dated.extracted_at_utc') }} as date_of_birth,
        {{ dob_quality('dates_of_birth.date_of_birth', 'dates_of_birth.dob_quality', 'dated.extracted_at_utc') }} as dob_quality,
        phones.phone,
        case when dated.phone is null then 'missing' else phones.phone_reason end as phone_reason,
        postcodes.postcode,
        postcodes.postcode_as_given,
        {{ uprn('dated.uprn') }} as uprn,
        dated.extracted_at_utc as extracted_at
    from dated
    left join given_names as forenames on dated.forename = forenames.name_text
    left join given_names as known_as on dated.known_as = known_as.name_text
    left join surnames on dated.surname = surnames.name_text
    left join dates_of_birth on dated.dob = dates_of_birth.dob_text and dated.extracted_year = dates_of_birth.extracted_year
    left join phones on dated.phone = phones.phone_text
    left join postcodes on dated.postcode = postcodes.postcode_text
)

select * from final
