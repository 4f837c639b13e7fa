{#
    Makes a temporary table anew from a select, with its statistics gathered where the engine needs telling (analyze_relation says why).
#}
{% macro temporary_table(name, select_sql) %}
    {% do run_query("drop table if exists " ~ name) %}
    {% do run_query("create temporary table " ~ name ~ " as " ~ select_sql) %}
    {{ adapter.dispatch('analyze_temporary_table', 'frequent_service_users')(name) }}
{% endmacro %}

{% macro default__analyze_temporary_table(name) %}{% endmacro %}

{% macro postgres__analyze_temporary_table(name) %}
    {% do run_query("analyze " ~ name) %}
{% endmacro %}
