{# What an organisation's name is compared by: its letters and digits, in capitals, without THE before or between them. #}
{% macro organisation_form(expression) -%}
    {{ regex_replace(regex_replace("' ' || " ~ upper_ascii(expression) ~ " || ' '", ' THE ', ' '), '[^A-Z0-9]', '') }}
{%- endmacro %}
