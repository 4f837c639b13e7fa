{#
    A key column as it may stand in a list of rejects. What does not look like an id or a code (columns that slipped: a
    name, a date of birth or a phone number in its place) could be personal data and is not shown.
#}
{% macro printable_id(expression, is_code=false) -%}
    case
        when {{ expression }} is null then '(missing)'
        {%- if is_code %}
        when {{ regex_matches(expression, '^[A-Z_]{1,30}$') }} then {{ expression }}
        {%- else %}
        when {{ regex_matches(expression, '^[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}$') }} then '(not shown)'
        when {{ regex_matches(expression, '^([+]?44|0044|0)7[0-9]{9}$') }} then '(not shown)'
        when {{ regex_matches(expression, '^[A-Za-z0-9_/.:#-]{1,60}$') }} and {{ regex_matches(expression, '[0-9]') }}
            then {{ expression }}
        {%- endif %}
        else '(not shown)'
    end
{%- endmacro %}
