with newest as (
    select * from {{ ref('base_connect__nominals') }} where row_status = 'staged'
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

dated as (
    select
        *,
        replace({{ upper_ascii('pnc_id') }}, ' ', '') as pnc_text,
        cast(extract(year from extracted_at_utc) as integer) as extracted_year
    from newest
),

final as (
    select
        dated.nominal_id,
        forenames.forename,
        {{ joined_names('forenames.middle_names', 'middle_names.forename', 'middle_names.middle_names') }} as middle_names,
        surnames.surname,
        {{ name_reason(['forenames.forename', 'surnames.surname'], ['dated.forename', 'dated.surname']) }} as name_reason,
        {{ believable_dob('dates_of_birth.date_of_birth', 'dates_of_birth.dob_quality', 'dated.extracted_at_utc') }} as date_of_birth,
        {{ dob_quality('dates_of_birth.date_of_birth', 'dates_of_birth.dob_quality', 'dated.extracted_at_utc') }} as dob_quality,
        {{ pnc_id('dated.pnc_text', 'dated.extracted_year') }} as pnc_id,
        dated.merged_into,
        {{ flag('dated.is_restricted', blank='false', other='true') }} as is_restricted,
        dated.extracted_at_utc as extracted_at
    from dated
    left join given_names as forenames on dated.forename = forenames.name_text
    left join given_names as middle_names on dated.middle_names = middle_names.name_text
    left join surnames on dated.surname = surnames.name_text
    left join dates_of_birth on dated.dob = dates_of_birth.dob_text and dated.extracted_year = dates_of_birth.extracted_year
)

select * from final
