{#
    The select that divides each line of name_lines: surname_words and given_words, in whatever order they were typed, with
    longer_surname_words (see the model's longer_surname), generation, has_placeholder and is_all_placeholder. `lines` is a CTE of
    name_lines, `family_names` one of family_names_first.
#}
{% macro name_parts(lines, family_names) -%}
with stretches as {{ computed_once() }} (
    -- The first stretch between ';' or '~' that has a word in it that can be nothing but a name, else the first that has any.
    select
        name_form,
        name_text,
        has_title,
        generation,
        is_all_placeholder,
        line like '%?%' as has_placeholder,
        case when line like '%~%' then {{ regex_extract('line', '[A-Z][\\^]? ~ ([A-Z-]+)', 1) }} end as word_after_dash,
        case
            when line like '%;%' or line like '%~%'
                then coalesce(
                    {{ regex_extract('line', '([^;~]*(^|[^A-Za-z])[A-Z][^;~]*)', 1) }},
                    {{ regex_extract('line', '([^;~]*[A-Z][^;~]*)', 1) }}
                )
            else line
        end as stretch
    from {{ lines }}
),

weighed as {{ computed_once() }} (
    select
        *,
        {{ doubtful_names('stretch') }} as doubtful_line
    from stretches
),

certain as {{ computed_once() }} (
    select
        *,
        {{ certain_names('doubtful_line') }} as certain_line
    from weighed
),

decided as {{ computed_once() }} (
    select
        *,
        {{ name_words('stretch', 'doubtful_line', 'certain_line', 'has_title') }} as name_line
    from certain
),

-- 'SMITH John' is read as 'SMITH, John'.
named as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_title,
        word_after_dash,
        has_placeholder or name_line like '%?%' as has_placeholder,
        is_all_placeholder,
        coalesce(
            {{ noted_generation('name_text') }},
            generation,
            case
                -- Read as a name.
                when name_line like '%' || {{ regex_extract('stretch', '(^| )[sj]([A-Z]+)', 2) }} || '%' then null
                when {{ regex_matches('stretch', '(^| )s[A-Z]') }} then 'senior'
                when {{ regex_matches('stretch', '(^| )j[A-Z]') }} then 'junior'
            end
        ) as generation,
        {{ regex_replace(
            'name_line',
            '^(([A-Z_-]+[\\^] )*[A-Z_-]{3,}[\\^] ([A-Z_-]+[\\^] )*)((([A-Z]|[A-Z_-]+_[A-Z_-]*)[\\^] )*[A-Z_-]+ ([A-Z_-]+ |[A-Z][\\^] )*)$',
            '\\1, \\4'
        ) }} as name_line
    from decided
),

parts as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_title,
        word_after_dash,
        has_placeholder,
        is_all_placeholder,
        generation,
        name_line like '%,%' as has_comma,
        trim(replace({{ dbt.split_part('name_line', "','", 1) }}, '^', '')) as left_part,
        trim(replace(coalesce({{ dbt.split_part('name_line', "','", 2) }}, ''), '^', '')) as right_part
    from named
),

-- How the parts are to be read: as a surname and given names, or as one name in its natural order.
arranged as {{ computed_once() }} (
    select
        *,
        case
            when name_form = 'surname' then left_part
            when name_form = 'given' then null
            when has_comma and {{ regex_matches('left_part', '[A-Z?]') }}
                and ({{ regex_matches('right_part', '[A-Z?]') }} or not {{ regex_matches('left_part', '[A-Z] [A-Z]') }})
                then left_part
        end as surname_part,
        case
            when name_form = 'given' then left_part || ' ' || right_part
            when name_form in ('full', 'alone') and has_comma and {{ regex_matches('left_part', '[A-Z?]') }} and {{ regex_matches('right_part', '[A-Z]') }}
                then right_part
        end as given_part,
        case
            when name_form not in ('full', 'alone') then null
            when not has_comma then left_part
            when not {{ regex_matches('left_part', '[A-Z?]') }} then right_part
            when not {{ regex_matches('right_part', '[A-Z?]') }} and {{ regex_matches('left_part', '[A-Z] [A-Z]') }} then left_part
        end as natural_part
    from parts
),

{{ ordered_names(family_names) }},

read_names as {{ computed_once() }} (
    select
        name_form,
        name_text,
        has_placeholder,
        is_all_placeholder,
        generation,
        coalesce(
            surname_part,
            case
                when is_family_first then first_word
                when is_family_last then replace(last_word, 'VAN_', '')
                when is_several_words or lone_word_is_surname then last_word
            end
        ) as surname_words,
        coalesce(
            given_part,
            case
                when is_family_first then replace(substr(natural_words, length(first_word) + 2), 'VAN_', 'VAN ')
                when is_family_last and last_word like 'VAN!_%' escape '!'
                    then substr(natural_words, 1, length(natural_words) - length(last_word)) || 'VAN'
                when is_several_words then substr(natural_words, 1, length(natural_words) - length(last_word) - 1)
                when not lone_word_is_surname then natural_words
            end
        ) as given_words,
        -- What the surname would be if it were a double one: 'Tamsin Taylor Smith', 'Tamsin Taylor - Smith'.
        case
            when word_after_dash is not null and natural_words like '% %' then last_word || ' ' || word_after_dash
            when natural_words like '% % %' and not is_family_first and not is_family_last
                then {{ regex_extract('natural_words', '^[^ ]+ ([^ ]+ )*([^ ][^ ]+ [^ ][^ ]+)$', 2) }}
        end as longer_surname_words
    from ordered_names
)

select * from read_names
{%- endmacro %}
