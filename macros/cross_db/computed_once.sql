{#
    Stands between `as` and the bracket of a CTE whose columns are computed at some cost and named more than once after it.
    PostgreSQL writes a CTE's expressions into every place that names its columns and computes them there again, so that ten
    such steps on top of each other take minutes; DuckDB and Spark compute them once by themselves.
#}
{% macro computed_once() -%}
    {{ return(adapter.dispatch('computed_once', 'frequent_service_users')()) }}
{%- endmacro %}

{% macro default__computed_once() -%}
{%- endmacro %}

{% macro postgres__computed_once() -%}
    materialized
{%- endmacro %}
