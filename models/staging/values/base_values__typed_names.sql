{{ config(materialized='view') }}

with apart as (
    select forename, surname from {{ ref('base_connect__nominals') }}
    union
    select forename, surname from {{ ref('base_connect__nominal_aliases') }}
    union
    select forename, surname from {{ ref('base_compact__people') }}
),

typed as (
    select 'full' as name_form, full_name as name_text from {{ ref('base_controlworks__people') }}
    union
    select 'given' as name_form, forename as name_text from apart
    union
    select 'given' as name_form, middle_names as name_text from {{ ref('base_connect__nominals') }}
    union
    select 'given' as name_form, known_as as name_text from {{ ref('base_compact__people') }}
    union
    select 'surname' as name_form, surname as name_text from apart
    union
    -- A whole name in one of two fields; beside a surname field that says UNKNOWN two forenames are two forenames.
    select 'full' as name_form, forename as name_text
    from apart
    where {{ regex_matches('forename', '[ ,]') }} and (surname is null or {{ regex_matches('surname', '^[ !-@]*$') }})
    union
    select 'alone' as name_form, surname as name_text
    from apart
    where {{ regex_matches('surname', '[ ,]') }}
),

final as (
    select * from typed where name_text is not null
)

select * from final
