{#
    Makes the landed Parquet known to an engine that reads it by name: external tables over the files, where they lie, with the columns of
    the landing contract, and one over the delivery's manifest. DuckDB reads the files by itself; PostgreSQL has them from
    `fsu load-postgres`.
#}
{% macro register_landing() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test', 'seed', 'snapshot', 'retry'] -%}
        {{ adapter.dispatch('register_landing', 'frequent_service_users')() }}
    {%- endif -%}
{%- endmacro %}

{% macro default__register_landing() -%}{%- endmacro %}

{% macro spark__register_landing() -%}
    {%- set landing = absolute_folder(env_var('FSU_LANDING', '') or 'landing') -%}
    {{ refuse_corrections(absolute_folder(env_var('FSU_CORRECTIONS', '') or modules.re.sub('[^/]+$', 'corrections', landing))) }}
    {%- do run_query('create schema if not exists landing') -%}
    {%- for table in graph.sources.values() if table.schema == 'landing' -%}
        {%- set columns = [] -%}
        {%- for column in table.columns.values() -%}
            {%- do columns.append(column.name ~ ' ' ~ contract_type(column.data_type)) -%}
        {%- endfor -%}
        {#- Corrections lie in no delivery: none were given. -#}
        {%- set place = none if table.source_name == 'corrections' else landing ~ '/current/' ~ table.source_name ~ '/' ~ table.name -%}
        {{ register_files('landing.' ~ table.identifier, columns, 'parquet', place) }}
    {%- endfor -%}
    {{ register_files('landing.delivery', ['delivery_id string', 'is_synthetic boolean'], 'json', landing ~ '/current/manifest.json') }}
{%- endmacro %}

{% macro absolute_folder(folder) -%}
    {{ return(modules.re.sub('/+$', '', folder if folder.startswith('/') else flags.PROJECT_DIR ~ '/' ~ folder)) }}
{%- endmacro %}

{% macro register_files(name, columns, file_format, place) -%}
    {%- set options = {'json': "multiLine 'true'", 'binaryFile': "pathGlobFilter 'corrections.csv'"}.get(file_format) -%}
    {%- do run_query('drop table if exists ' ~ name) -%}
    {%- do run_query(
        'create table ' ~ name ~ ' (' ~ columns | join(', ') ~ ') using ' ~ file_format
        ~ (' options (' ~ options ~ ')' if options else '') ~ (" location '" ~ place ~ "'" if place else '')
    ) -%}
{%- endmacro %}

{# A correction that is left out in silence would undo what somebody decided. The file is counted, and not read. #}
{% macro refuse_corrections(folder) -%}
    {%- set found = temporary_name('corrections_found') -%}
    {{ register_files(found, ['path string', 'modificationTime timestamp', 'length bigint', 'content binary'], 'binaryFile', folder) }}
    {%- set count = run_query('select count(length) as file_count from ' ~ found).columns[0][0] -%}
    {%- do run_query('drop table ' ~ found) -%}
    {%- if count > 0 -%}
        {{ exceptions.raise_compiler_error(
            folder ~ '/corrections.csv is not read on Spark, only on DuckDB and PostgreSQL. Name another folder in FSU_CORRECTIONS to build without.'
        ) }}
    {%- endif -%}
{%- endmacro %}
