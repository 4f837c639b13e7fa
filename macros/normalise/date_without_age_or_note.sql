{#
    A tidied upper-case text (see base_values__dates_of_birth) with the date alone, where a whole date stands before or after an
    age ('14 06 1985 41YRS', 'AGE 41 14 06 1985') or before a note ('14 06 1985 AS PER PASSPORT'). A note after a year of two
    digits is left, since it may be the rest of the date, and so is one that casts doubt on it (APPROX, OR, NOT ...). Wants a
    plain column.
#}
{% macro date_without_age_or_note(expression) -%}
    {%- set long_date = '[0-9]{1,2} [0-9]{1,2} [0-9]{4}|[0-9]{4} [0-9]{1,2} [0-9]{1,2}|[0-9]{1,2} ?[A-Z]{3,9} ?[0-9]{4}|[A-Z]{3,9} ?[0-9]{1,2} [0-9]{4}' -%}
    {%- set short_date = '[0-9]{1,2} [0-9]{1,2} [0-9]{2}|[0-9]{1,2} ?[A-Z]{3,9} ?[0-9]{2}' -%}
    {%- set years = '(Y|YR|YRS|YEAR|YEARS|YO|Y O)( OLD| AGE)?' -%}
    {%- set doubt = '(^| )(APPROX|APPROXIMATE|APPROXIMATELY|ABOUT|ABT|AROUND|CIRCA|EST|ESTIMATE|ESTIMATED|MAYBE|POSS|POSSIBLE|POSSIBLY|PROB|PROBABLY|THINK|THINKS|THOUGHT|BELIEVED|GUESS|GUESSED|UNSURE|UNCONFIRMED|OR|ISH|NOT|NO|WRONG|FALSE|INCORRECT|~)( |$)' -%}
    case
        -- Most dates; O, I and L are no letters of one.
        when {{ regex_matches(expression, '^[0-9OIL]{1,2} [0-9OIL]{1,2} [0-9OIL]{2,4}$') }} then translate({{ expression }}, 'OIL', '011')
        when {{ regex_matches(expression, '^[0-9A-Z]+( ?[0-9A-Z]+)? ?[0-9]+$') }} then {{ expression }}
        when {{ regex_matches(expression, doubt) }} then {{ expression }}
        when {{ regex_matches(expression, '^(' ~ long_date ~ ') (AGED? )?[0-9]{1,3}( ?' ~ years ~ ')?$') }}
            or {{ regex_matches(expression, '^(' ~ long_date ~ ')( [A-Z]+)+( [0-9]{1,3})?( ?' ~ years ~ ')?$') }}
            then {{ regex_extract(expression, '^(' ~ long_date ~ ') ', 1) }}
        when {{ regex_matches(expression, '^(' ~ short_date ~ ') (AGED? [0-9]{1,3}|[0-9]{1,3} ?' ~ years ~ ')$') }}
            then {{ regex_extract(expression, '^(' ~ short_date ~ ') ', 1) }}
        when {{ regex_matches(expression, '^(AGED? [0-9]{1,3}|[0-9]{1,3}( ?' ~ years ~ ')?) (' ~ long_date ~ ')$') }}
            then {{ regex_extract(expression, ' (' ~ long_date ~ ')$', 1) }}
        else {{ expression }}
    end
{%- endmacro %}
