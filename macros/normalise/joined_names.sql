{# Names joined by single spaces, missing ones left out; nothing left is NULL. #}
{% macro joined_names(first, second, third) -%}
    nullif(trim(coalesce({{ first }} || ' ', '') || coalesce({{ second }} || ' ', '') || coalesce({{ third }}, '')), '')
{%- endmacro %}
