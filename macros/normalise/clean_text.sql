{# A landed text without white space and invisible characters at its ends; nothing left is NULL. #}
{% macro clean_text(expression) -%}
    nullif(trim({{ expression }}, ' {{ '\t\n\r\x0b\x0c\u00a0\u2007\u202f\u200b\ufeff' }}'), '')
{%- endmacro %}
