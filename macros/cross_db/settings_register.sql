{#
    What a force has set itself (FSU_SETTINGS): {folder, files: {seed: {path, sha256}}, parameters: {name: value}}, or {problem}.
    DuckDB's plugin reads and judges the folder (python_helpers/force_settings.py); on PostgreSQL `fsu load-postgres` has done so,
    because a server sees no folder of this machine. Where dbt is told to ask nothing of the database (`--no-introspect`), nothing is set.
#}
{% macro settings_register() -%}
    {{ return(adapter.dispatch('settings_register', 'frequent_service_users')() if execute and flags.INTROSPECT else {}) }}
{%- endmacro %}

{% macro default__settings_register() -%}
    {{ return(refuse_settings() if env_var('FSU_SETTINGS', '') else {}) }}
{%- endmacro %}

{% macro duckdb__settings_register() -%}
    {{ return(fromjson(run_query("select fsu_settings('')").columns[0][0]) if env_var('FSU_SETTINGS', '') else {}) }}
{%- endmacro %}

{% macro postgres__settings_register() -%}
    {%- set is_there = "select count(*) from information_schema.tables where table_schema = 'landing' and table_name = 'settings'" -%}
    {{ return(fromjson(run_query('select register from landing.settings').columns[0][0]) if run_query(is_there).columns[0][0] else {}) }}
{%- endmacro %}

{# FROM clause: rows of one file of the force's, every column as text. #}
{% macro settings_rows(seed, columns) -%}
    {{ adapter.dispatch('settings_rows', 'frequent_service_users')(seed, columns) }}
{%- endmacro %}

{% macro default__settings_rows(seed, columns) -%}
    {{ refuse_settings() }}
{%- endmacro %}

{% macro duckdb__settings_rows(seed, columns) -%}
    (
        select unnest(from_json(fsu_settings_rows('{{ seed }}'), '[{ {%- for column in columns %}"{{ column }}": "VARCHAR"{{ ', ' if not loop.last }}{% endfor -%} }]'), recursive := true)
    )
{%- endmacro %}

{% macro postgres__settings_rows(seed, columns) -%}
    landing.{{ adapter.quote('settings__' ~ seed) }}
{%- endmacro %}

{% macro refuse_settings() -%}
    {{ exceptions.raise_compiler_error('FSU_SETTINGS is not read on ' ~ target.type ~ ', only on DuckDB and PostgreSQL. Unset it.') }}
{%- endmacro %}
