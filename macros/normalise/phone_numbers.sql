{#
    The select that finds the numbers in each typed phone text: number_text as typed, its place in the field (1, and 2 where the
    field is given two), and the field's words. `landed` is a CTE of phone_text.
#}
{% macro phone_numbers(landed) -%}
with trimmed as {{ computed_once() }} (
    -- Notes in brackets (but not the '(0)' and '(0121)' of a number), extensions and a spreadsheet's '.0' are no part of it.
    select
        phone_text,
        {{ regex_replace(
            regex_replace(
                regex_replace(upper_folded(fold_accents('phone_text')), '[(][^()]*[A-Z][^()]*[)]', ' '),
                '([0-9][ ,;]*)(EXTENSION|EXTN|EXT|X)[ .:]*[0-9]{1,6}', '\\1 / '
            ),
            '[.]0+$', ''
        ) }} as trimmed_text
    from {{ landed }}
    where phone_text is not null
),

-- 'O77OO 9OO515': letters that a keyboard or a scanner gave for digits, put right only where a whole UK number comes of it.
lettered as {{ computed_once() }} (
    select
        phone_text,
        trimmed_text,
        case
            when {{ regex_matches('trimmed_text', '[OILS]') }}
                then {{ regex_extract('trimmed_text', '(^|[^A-Z0-9])([+]?[0O4][0-9OILS ().-]{8,}[0-9OILS])([^A-Z0-9]|$)', 2) }}
        end as lettered_text
    from trimmed
),

repaired as {{ computed_once() }} (
    select
        phone_text,
        case
            when {{ regex_matches('lettered_text', '[OILS]') }} and {{ regex_matches('lettered_text', '([0-9].*){4}') }}
                and {{ regex_matches(
                    regex_replace("translate(lettered_text, 'OILS', '0115')", '[^0-9+]+', ''),
                    '^(0|[+]?44|0044)[1-9][0-9]{9}$'
                ) }}
                then replace(trimmed_text, lettered_text, translate(lettered_text, 'OILS', '0115'))
            else trimmed_text
        end as trimmed_text
    from lettered
),

-- The first of two UK numbers side by side, else the first stretch that can be a whole number (9 to 16 digits), else all digits.
first_numbers as {{ computed_once() }} (
    select
        phone_text,
        trimmed_text,
        {{ regex_replace('trimmed_text', '[^A-Z]+', ' ') }} as words,
        coalesce(
            {{ first_of_two_numbers('trimmed_text') }},
            {{ whole_number('trimmed_text') }},
            trimmed_text
        ) as number_text
    from repaired
),

-- What follows it: a field for one number is given two ('0121 496 0000 / 07700 900123').
remainders as {{ computed_once() }} (
    select
        phone_text,
        words,
        substr(trimmed_text, position(number_text in trimmed_text) + length(number_text)) as rest_text
    from first_numbers
    where length(trimmed_text) >= 19
),

found as (
    select phone_text, 1 as place, words, number_text
    from first_numbers
    union all
    select
        phone_text,
        2 as place,
        words,
        coalesce({{ first_of_two_numbers('rest_text') }}, {{ whole_number('rest_text') }}) as number_text
    from remainders
    where {{ whole_number('rest_text') }} is not null
)

select * from found
{%- endmacro %}
