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

whole_names as (
    select * from {{ ref('base_values__names') }} where name_form = 'full'
),

surnames_alone as (
    select * from {{ ref('base_values__names') }} where name_form = 'alone'
),

dated as (
    select
        *,
        cast(extract(year from extracted_at_utc) as integer) as extracted_year
    from newest
),

named as (
    select
        dated.person_ref,
        dated.forename as forename_text,
        dated.surname as surname_text,
        dated.known_as as known_as_text,
        dated.dob,
        dated.phone as phone_text,
        dated.postcode as postcode_text,
        dated.uprn,
        dated.extracted_at_utc,
        dated.extracted_year,
        {{ fields_of_name() }},
        known_as.forename as known_as
    from dated
    left join given_names as forenames on dated.forename = forenames.name_text
    left join given_names as known_as on dated.known_as = known_as.name_text
    left join surnames on dated.surname = surnames.name_text
    left join whole_names as forename_alone on dated.forename = forename_alone.name_text
    left join surnames_alone as surname_alone on dated.surname = surname_alone.name_text
),

final as (
    select
        named.person_ref,
        named.forename,
        named.middle_names,
        named.surname,
        named.longer_surname,
        named.generation,
        named.known_as,
        {{ name_reason(['named.forename', 'named.surname', 'named.known_as'], ['named.forename_text', 'named.surname_text', 'named.known_as_text']) }}
            as name_reason,
        {{ believable_dob('dates_of_birth', 'named.extracted_at_utc') }} as date_of_birth,
        {{ dob_quality('dates_of_birth', 'named.extracted_at_utc') }} as dob_quality,
        phones.phone,
        phones.second_phone,
        case when named.phone_text is null then 'missing' else phones.phone_reason end as phone_reason,
        postcodes.postcode,
        postcodes.postcode_as_given,
        {{ uprn('named.uprn') }} as uprn,
        named.extracted_at_utc as extracted_at
    from named
    left join dates_of_birth on named.dob = dates_of_birth.dob_text and named.extracted_year = dates_of_birth.extracted_year
    left join phones on named.phone_text = phones.phone_text
    left join postcodes on named.postcode_text = postcodes.postcode_text
)

select * from final
