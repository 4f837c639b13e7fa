with newest as (
    select * from {{ ref('base_connect__nominal_aliases') }} where row_status = 'staged'
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
        dated.alias_id,
        dated.nominal_id,
        dated.dob,
        dated.is_restricted,
        dated.extracted_at_utc,
        dated.extracted_year,
        {{ fields_of_name() }}
    from dated
    left join given_names as forenames on dated.forename = forenames.name_text
    left join surnames on dated.surname = surnames.name_text
    left join whole_names as forename_alone on dated.forename = forename_alone.name_text
    left join surnames_alone as surname_alone on dated.surname = surname_alone.name_text
),

final as (
    select
        named.alias_id,
        named.nominal_id,
        named.forename,
        named.middle_names,
        named.surname,
        named.longer_surname,
        named.generation,
        {{ believable_dob('dates_of_birth', 'named.extracted_at_utc') }} as date_of_birth,
        {{ dob_quality('dates_of_birth', 'named.extracted_at_utc') }} as dob_quality,
        {{ flag('named.is_restricted', blank='false', other='true') }} as is_restricted,
        named.extracted_at_utc as extracted_at
    from named
    left join dates_of_birth on named.dob = dates_of_birth.dob_text and named.extracted_year = dates_of_birth.extracted_year
)

select * from final
