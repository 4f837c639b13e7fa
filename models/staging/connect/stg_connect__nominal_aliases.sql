with newest as (
    select * from {{ ref('base_connect__nominal_aliases') }} where row_status = 'staged'
),

dates_of_birth as (
    select * from {{ ref('base_values__dates_of_birth') }}
),

forenames as (
    select * from {{ ref('base_values__names') }} where name_form = 'given'
),

surnames as (
    select * from {{ ref('base_values__names') }} where name_form = 'surname'
),

dated as (
    select
        *,
        cast(extract(year from extracted_at_utc) as integer) as extracted_year
    from newest
),

final as (
    select
        dated.alias_id,
        dated.nominal_id,
        forenames.forename,
        forenames.middle_names,
        surnames.surname,
        {{ believable_dob('dates_of_birth.date_of_birth', 'dates_of_birth.dob_quality', 'dated.extracted_at_utc') }} as date_of_birth,
        {{ dob_quality('dates_of_birth.date_of_birth', 'dates_of_birth.dob_quality', 'dated.extracted_at_utc') }} as dob_quality,
        {{ flag('dated.is_restricted', blank='false', other='true') }} as is_restricted,
        dated.extracted_at_utc as extracted_at
    from dated
    left join forenames on dated.forename = forenames.name_text
    left join surnames on dated.surname = surnames.name_text
    left join dates_of_birth on dated.dob = dates_of_birth.dob_text and dated.extracted_year = dates_of_birth.extracted_year
)

select * from final
