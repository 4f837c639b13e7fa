{#
    Stands between `as` and the bracket of a CTE that reads a relation plainly and is named more than once after it. PostgreSQL would
    write such a CTE aside first, where it knows nothing of its values any more, and joins it blindly: every name with every other
    took hours. DuckDB and Spark read the relation in each place by themselves.
#}
{% macro read_in_place() -%}
    {{ return(adapter.dispatch('read_in_place', 'frequent_service_users')()) }}
{%- endmacro %}

{% macro default__read_in_place() -%}
{%- endmacro %}

{% macro postgres__read_in_place() -%}
    not materialized
{%- endmacro %}
