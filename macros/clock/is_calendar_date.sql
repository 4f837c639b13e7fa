{#
    Whether a text starts with a day 'YYYY-MM-DD' that the calendar has, years 1800-2199: by pattern alone, leap years
    included, so that a later cast can never fail. `rest` is the pattern that must follow to the end of the text.
#}
{% macro is_calendar_date(expression, rest='') -%}
    {%- set century = '(1[89]|2[01])' -%}
    {%- set days = [
        century ~ '[0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])',
        century ~ '[0-9][0-9]-(0[13-9]|1[0-2])-(29|30)',
        century ~ '[0-9][0-9]-(0[13578]|1[02])-31',
        '(' ~ century ~ '(0[48]|[2468][048]|[13579][26])|2000)-02-29',
    ] -%}
    {{ regex_matches(expression, '^(' ~ days | join('|') ~ ')' ~ rest ~ '$') }}
{%- endmacro %}
