with apart as (
    select forename, surname from {{ ref('base_connect__nominals') }}
    union
    select forename, surname from {{ ref('base_connect__nominal_aliases') }}
    union
    select forename, surname from {{ ref('base_compact__people') }}
),

landed as (
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

typed_names as (
    select * from landed where name_text is not null
),

word_kinds as (
    select * from {{ ref('base_values__name_words') }}
),

placeholders as (
    select value from {{ ref('name_placeholders') }} where scope = 'whole'
),

-- Nobody's name, wherever it stands.
certain_placeholders as (
    select value from {{ ref('name_placeholders') }} where scope <> 'describing' and is_name = 'no'
),

-- A surname beside a forename; nobody's name without one.
doubtful_placeholders as (
    select value from {{ ref('name_placeholders') }} where scope <> 'describing' and is_name = 'yes'
    union all
    select 'NULL' as value
),

family_names as (
    select family_name, is_forename from {{ ref('family_names_first') }}
),

lines as (
    {{ name_lines('typed_names', 'word_kinds') | indent(4) }}
),

read_names as (
    {{ name_parts('lines', 'family_names') | indent(4) }}
),

spelled as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_placeholder,
        is_all_placeholder,
        generation,
        {{ spelled_surname('surname_words') }} as surname,
        {{ spelled_surname('longer_surname_words') }} as longer_surname,
        nullif(trim({{ regex_replace('given_words', '[? -]+', ' ') }}), '') as typed_given_names,
        {{ squeezed_upper('name_text') }} as squeezed_text
    from read_names
),

-- The middle names of Vietnam that say whether a man or a woman is meant are no name that anybody is called by.
called as {{ computed_once() }} (
    select
        *,
        case
            when typed_given_names like 'VAN%' or typed_given_names like 'THI%'
                then {{ regex_replace('typed_given_names', '^(VAN|THI)[ _](.+)$', '\\2 \\1') }}
            else typed_given_names
        end as given_names
    from spelled
),

divided as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_placeholder,
        generation,
        {{ without_placeholder('surname', 'certain_placeholders') }} as surname,
        longer_surname,
        {{ without_placeholder("trim(replace(" ~ dbt.split_part('given_names', "' '", 1) ~ ", '_', ' '))", 'placeholders') }} as forename,
        nullif(trim(replace({{ regex_replace('given_names', '^[^ ]+( |$)', '') }}, '_', ' ')), '') as middle_names,
        coalesce(surname in (select value from doubtful_placeholders), false) as is_doubtful,
        coalesce(squeezed_text in (select value from certain_placeholders), false)
        or (name_form <> 'surname' and coalesce(squeezed_text in (select value from placeholders), false))
        or (name_form = 'given' and is_all_placeholder)
        or (name_form = 'surname' and is_all_placeholder and squeezed_text like '% %') as is_placeholder
    from called
),

usable as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_placeholder or is_placeholder or is_doubtful as has_placeholder,
        generation,
        is_doubtful and name_form = 'surname' as is_doubtful,
        case when not is_placeholder then forename end as forename,
        case when not is_placeholder then middle_names end as middle_names,
        -- In a field of its own the forename beside it is not known here; whoever reads both decides.
        case when not is_placeholder and (name_form = 'surname' or forename is not null or not is_doubtful) then surname end as surname,
        case when not is_placeholder and forename is not null then longer_surname end as longer_surname
    from divided
),

final as (
    select
        name_form,
        name_text,
        forename,
        middle_names,
        surname,
        longer_surname,
        generation,
        is_doubtful,
        case
            when coalesce(forename, surname) is not null then null
            when has_placeholder then 'placeholder'
            else 'unusable'
        end as name_reason
    from usable
)

select * from final
