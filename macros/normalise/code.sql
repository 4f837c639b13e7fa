{# A code in upper case; kept even where no seed knows it. Expects a cleaned text. #}
{% macro code(expression) -%}
    {{ upper_ascii(expression) }}
{%- endmacro %}
