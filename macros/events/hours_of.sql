{# Hours, as a double, of a whole number of seconds: one division, so that every engine gives the same bits. NULL stays NULL. #}
{% macro hours_of(seconds_expression) -%}
    cast({{ seconds_expression }} as {{ type_double() }}) / 3600
{%- endmacro %}
