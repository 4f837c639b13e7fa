{# The part of a text before its first space; the whole text where there is none; NULL stays NULL. #}
{% macro first_word(expression) -%}
    {{ dbt.split_part(expression, "' '", 1) }}
{%- endmacro %}
