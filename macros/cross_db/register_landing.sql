{#
    Makes the landed Parquet known to an engine that reads it by name: external tables over the files, where they lie, and one over the
    delivery's manifest. DuckDB reads the files by itself; PostgreSQL has them from `fsu load-postgres`.
#}
{% macro register_landing() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test', 'seed', 'snapshot', 'retry'] -%}
        {{ adapter.dispatch('register_landing', 'frequent_service_users')() }}
    {%- endif -%}
{%- endmacro %}

{% macro default__register_landing() -%}{%- endmacro %}

{% macro spark__register_landing() -%}
    {%- set folder = env_var('FSU_LANDING', '') or 'landing' -%}
    {%- set folder = (folder if folder.startswith('/') else flags.PROJECT_DIR ~ '/' ~ folder) ~ '/current/' -%}
    {%- do run_query('create schema if not exists landing') -%}
    {%- for table in graph.sources.values() if table.schema == 'landing' -%}
        {{ register_files(table.identifier, 'parquet', folder ~ table.source_name ~ '/' ~ table.name) }}
    {%- endfor -%}
    {{ register_files('delivery', 'json', folder ~ 'manifest.json', '(delivery_id string, is_synthetic boolean)') }}
{%- endmacro %}

{% macro register_files(name, file_format, place, columns='') -%}
    {%- do run_query('drop table if exists landing.' ~ name) -%}
    {%- set options = " options (multiLine 'true')" if file_format == 'json' else '' -%}
    {%- do run_query('create table landing.' ~ name ~ ' ' ~ columns ~ ' using ' ~ file_format ~ options ~ " location '" ~ place ~ "'") -%}
{%- endmacro %}
