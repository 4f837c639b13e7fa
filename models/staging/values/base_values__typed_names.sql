{{ config(materialized='view') }}

with typed as (
    select 'full' as name_form, full_name as name_text from {{ ref('base_controlworks__people') }}
    union
    select 'given' as name_form, forename as name_text from {{ ref('base_connect__nominals') }}
    union
    select 'given' as name_form, middle_names as name_text from {{ ref('base_connect__nominals') }}
    union
    select 'given' as name_form, forename as name_text from {{ ref('base_connect__nominal_aliases') }}
    union
    select 'given' as name_form, forename as name_text from {{ ref('base_compact__people') }}
    union
    select 'given' as name_form, known_as as name_text from {{ ref('base_compact__people') }}
    union
    select 'surname' as name_form, surname as name_text from {{ ref('base_connect__nominals') }}
    union
    select 'surname' as name_form, surname as name_text from {{ ref('base_connect__nominal_aliases') }}
    union
    select 'surname' as name_form, surname as name_text from {{ ref('base_compact__people') }}
),

final as (
    select * from typed where name_text is not null
)

select * from final
