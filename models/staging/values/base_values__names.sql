with typed_names as (
    select * from {{ ref('base_values__typed_names') }}
),

word_kinds as (
    select * from {{ ref('base_values__name_words') }}
),

placeholders as (
    select * from {{ ref('name_placeholders') }} where scope = 'whole'
),

lines as (
    {{ name_lines('typed_names', 'word_kinds') | indent(4) }}
),

-- The first stretch between ';' that has a word in it; 'SMITH John' is read as 'SMITH, John'.
named as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_title,
        line like '%?%' as has_placeholder,
        {{ regex_replace(
            regex_extract('line', '([^;]*[A-Z][^;]*)', 1),
            '^(([A-Z_-]+[\\^] )*[A-Z_-]{3,}[\\^] ([A-Z_-]+[\\^] )*)((([A-Z]|[A-Z_-]+_[A-Z_-]*)[\\^] )*[A-Z_-]+ ([A-Z_-]+ |[A-Z][\\^] )*)$',
            '\\1, \\4'
        ) }} as name_line
    from lines
),

parts as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_title,
        has_placeholder,
        name_line like '%,%' as has_comma,
        trim(replace({{ dbt.split_part('name_line', "','", 1) }}, '^', '')) as left_part,
        trim(replace(coalesce({{ dbt.split_part('name_line', "','", 2) }}, ''), '^', '')) as right_part
    from named
),

-- How the parts are to be read: as a surname and given names, or as one name in its natural order.
arranged as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_title,
        has_placeholder,
        case
            when name_form = 'surname' then left_part
            when name_form = 'given' then null
            when has_comma and {{ regex_matches('left_part', '[A-Z?]') }}
                and ({{ regex_matches('right_part', '[A-Z?]') }} or not {{ regex_matches('left_part', '[A-Z] [A-Z]') }})
                then left_part
        end as surname_part,
        case
            when name_form = 'given' then left_part || ' ' || right_part
            when name_form = 'full' and has_comma and {{ regex_matches('left_part', '[A-Z?]') }} and {{ regex_matches('right_part', '[A-Z]') }}
                then right_part
        end as given_part,
        case
            when name_form <> 'full' then null
            when not has_comma then left_part
            when not {{ regex_matches('left_part', '[A-Z?]') }} then right_part
            when not {{ regex_matches('right_part', '[A-Z?]') }} and {{ regex_matches('left_part', '[A-Z] [A-Z]') }} then left_part
        end as natural_part
    from parts
),

-- In natural order the last word is the surname; a lone word is a forename unless a title, a particle or a missing
-- forename before it tells otherwise.
natural_names as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_placeholder,
        surname_part,
        given_part,
        {{ regex_replace('natural_part', '[? ]+', ' ') }} as natural_words,
        has_title or natural_part like '%\_%' escape '\'
            or {{ regex_matches('natural_part', '^[? ]+[A-Z-]+$') }} as lone_word_is_surname
    from arranged
),

read_names as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_placeholder,
        coalesce(
            surname_part,
            case
                when trim(natural_words) like '% %' or lone_word_is_surname
                    then {{ regex_extract('trim(natural_words)', '([^ ]+)$', 1) }}
            end
        ) as surname_words,
        coalesce(
            given_part,
            case
                when trim(natural_words) like '% %' then {{ regex_extract('trim(natural_words)', '^(.*) [^ ]+$', 1) }}
                when not lone_word_is_surname then natural_words
            end
        ) as given_words
    from natural_names
),

spelled as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_placeholder,
        nullif(trim({{ regex_replace('surname_words', '[?_ -]+', ' ') }}), '') as surname,
        nullif(trim({{ regex_replace('given_words', '[? -]+', ' ') }}), '') as given_names,
        {{ squeezed_upper('name_text') }} as squeezed_text
    from read_names
),

divided as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_placeholder,
        {{ without_placeholder('surname') }} as surname,
        {{ without_placeholder("trim(replace(" ~ dbt.split_part('given_names', "' '", 1) ~ ", '_', ' '))") }} as forename,
        nullif(trim(replace({{ regex_replace('given_names', '^[^ ]+( |$)', '') }}, '_', ' ')), '') as middle_names,
        coalesce(squeezed_text in (select value from placeholders), false) as is_placeholder
    from spelled
),

final as (
    select
        name_form,
        name_text,
        case when not is_placeholder then forename end as forename,
        case when not is_placeholder then middle_names end as middle_names,
        case when not is_placeholder then surname end as surname,
        case
            when not is_placeholder and coalesce(forename, surname) is not null then null
            when has_placeholder or is_placeholder then 'placeholder'
            else 'unusable'
        end as name_reason
    from divided
)

select * from final
