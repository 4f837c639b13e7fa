{#
    The text type that a contract calls `varchar`. dbt's own type_string is `text` on PostgreSQL, which is another type there than what a
    contract makes of the table: an incremental model would see its schema change at its second run.
#}
{% macro type_varchar() -%}
    {{ return(adapter.dispatch('type_varchar', 'frequent_service_users')()) }}
{%- endmacro %}

{% macro default__type_varchar() -%}
    varchar
{%- endmacro %}

{% macro spark__type_varchar() -%}
    string
{%- endmacro %}
