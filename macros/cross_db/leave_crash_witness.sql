{#
    Leaves a row that a PostgreSQL server loses when it stops without a shutdown, together with all tables that a build keeps out of the
    write-ahead log (create_table_as). It is made before the first of them: a build whose row is gone has lost rows, whenever that was,
    and is not read any more (python_helpers/postgres/copy.py). Other engines keep what they have said is written.
#}
{% macro leave_crash_witness() -%}
    {%- if execute and is_writing_command() -%}
        {{ adapter.dispatch('leave_crash_witness', 'frequent_service_users')() }}
    {%- endif -%}
{%- endmacro %}

{% macro default__leave_crash_witness() -%}{%- endmacro %}

{% macro postgres__leave_crash_witness() -%}
    {%- set witness = build_log_relation().incorporate(path={'identifier': 'build_witness'}) -%}
    drop table if exists {{ witness }};
    create unlogged table {{ witness }} as select cast('{{ invocation_id }}' as {{ dbt.type_string() }}) as invocation_id
{%- endmacro %}
