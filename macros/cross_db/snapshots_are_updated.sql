{# Whether dbt updates a snapshot in place; on Spark it is made anew from what each refresh said (materialization_snapshot_spark). #}
{% macro snapshots_are_updated() -%}
    {{ return(adapter.dispatch('snapshots_are_updated', 'frequent_service_users')()) }}
{%- endmacro %}

{% macro default__snapshots_are_updated() -%}
    {{ return(true) }}
{%- endmacro %}

{% macro spark__snapshots_are_updated() -%}
    {{ return(false) }}
{%- endmacro %}
