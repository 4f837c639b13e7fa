{# Unique property reference number without leading zeros; NULL where it is blank, zero or has a letter in it. #}
{% macro uprn(expression) -%}
    nullif({{ regex_extract(expression, '^0*([0-9]{1,14})([.]0*)?$', 1) }}, '0')
{%- endmacro %}
