{# Day from a text 'YYYY-MM-DD', a time after it ignored; NULL for anything else, never an error. #}
{% macro safe_date(expression) -%}
    case when {{ is_calendar_date(expression, '([ T][0-9:.]*)?') }} then cast(substr({{ expression }}, 1, 10) as date) end
{%- endmacro %}
