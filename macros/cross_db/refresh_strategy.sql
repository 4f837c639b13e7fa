{#
    How the rows of one as_of_date replace those of an earlier build for the same date. Spark's own tables cannot delete: there the
    relation is partitioned by that date, and a partition is written anew.
#}
{% macro refresh_strategy() -%}
    {{ return(adapter.dispatch('refresh_strategy', 'frequent_service_users')()) }}
{%- endmacro %}

{% macro default__refresh_strategy() -%}
    delete+insert
{%- endmacro %}

{% macro spark__refresh_strategy() -%}
    insert_overwrite
{%- endmacro %}

{# The column by which such a relation is partitioned, where the engine needs it. #}
{% macro refresh_partition(column) -%}
    {{ return(adapter.dispatch('refresh_partition', 'frequent_service_users')(column)) }}
{%- endmacro %}

{% macro default__refresh_partition(column) -%}
    {{ return(none) }}
{%- endmacro %}

{% macro spark__refresh_partition(column) -%}
    {{ return([column]) }}
{%- endmacro %}
