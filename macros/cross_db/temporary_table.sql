{#
    Makes a temporary table anew from a select, with its statistics gathered where the engine needs telling (analyze_relation says why).
    temporary_name: what it is called in SQL. Spark has no temporary tables, only views that are computed again at every use: there it is
    a table of a schema of its own, which the caller drops as everywhere.
#}
{% macro temporary_table(name, select_sql) %}
    {{ adapter.dispatch('temporary_table', 'frequent_service_users')(name, select_sql) }}
{% endmacro %}

{# One statement where the engine has one: closing the links of a pass makes dozens of small tables. #}
{% macro default__temporary_table(name, select_sql) %}
    {% do run_query("create or replace temporary table " ~ name ~ " as " ~ select_sql) %}
{% endmacro %}

{% macro postgres__temporary_table(name, select_sql) %}
    {% do run_query(
        "drop table if exists " ~ name ~ "; create temporary table " ~ name ~ " as " ~ imports_in_place(select_sql) ~ "; analyze " ~ name
    ) %}
{% endmacro %}

{% macro spark__temporary_table(name, select_sql) %}
    {% do run_query("drop table if exists " ~ name) %}
    {% do run_query("create table " ~ name ~ " using parquet as " ~ select_sql) %}
{% endmacro %}

{% macro temporary_name(name) -%}
    {{ return(adapter.dispatch('temporary_name', 'frequent_service_users')(name)) }}
{%- endmacro %}

{% macro default__temporary_name(name) -%}
    {{ return(name) }}
{%- endmacro %}

{% macro spark__temporary_name(name) -%}
    {%- set schema = var('schema_prefix', '') ~ 'scratch' -%}
    {%- if execute -%}{%- do adapter.create_schema(api.Relation.create(schema=schema)) -%}{%- endif -%}
    {{ return(schema ~ '.' ~ name) }}
{%- endmacro %}
