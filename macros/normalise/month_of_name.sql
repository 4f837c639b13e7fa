{# Number of an English month name or its usual abbreviation in upper case, as text; NULL for any other word. #}
{% macro month_of_name(expression) -%}
    case {{ expression }}
        {%- for names in [
            ['JAN', 'JANUARY'], ['FEB', 'FEBRUARY'], ['MAR', 'MARCH'], ['APR', 'APRIL'], ['MAY'], ['JUN', 'JUNE'],
            ['JUL', 'JULY'], ['AUG', 'AUGUST'], ['SEP', 'SEPT', 'SEPTEMBER'], ['OCT', 'OCTOBER'], ['NOV', 'NOVEMBER'],
            ['DEC', 'DECEMBER'],
        ] %}
        {%- set month = loop.index %}
        {%- for name in names %}
        when '{{ name }}' then '{{ month }}'
        {%- endfor %}
        {%- endfor %}
    end
{%- endmacro %}
