{# The type of a 64-bit floating-point number; dbt's own type_float is 32 bits wide in DuckDB. #}
{% macro type_double() -%}
    {{ return(adapter.dispatch('type_double', 'frequent_service_users')()) }}
{%- endmacro %}

{% macro default__type_double() -%}
    double precision
{%- endmacro %}

{% macro spark__type_double() -%}
    double
{%- endmacro %}
