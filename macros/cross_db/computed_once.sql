{#
    Stands between `as` and the bracket of a CTE whose columns are computed at some cost and named more than once after it, or whose rows
    are far fewer than those they are joined with. PostgreSQL writes a CTE's expressions and joins into every place that names it and
    computes them there, again and for every row that comes of the join, so that ten such steps on top of each other take
    minutes; DuckDB and Spark compute them once by themselves.
#}
{% macro computed_once() -%}
    {{ return(adapter.dispatch('computed_once', 'frequent_service_users')()) }}
{%- endmacro %}

{% macro default__computed_once() -%}
{%- endmacro %}

{% macro postgres__computed_once() -%}
    materialized
{%- endmacro %}
