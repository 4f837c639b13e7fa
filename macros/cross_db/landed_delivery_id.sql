{#
    Scalar subquery: the id of the delivery that dbt reads now, as `fsu land` (DuckDB) or `fsu load-postgres` left it.
    NULL where nothing has landed, which only commands that read no source may find; `build` and `run` stop with the remedy.
#}
{% macro landed_delivery_id() -%}
    {{ return(adapter.dispatch('landed_delivery_id', 'frequent_service_users')()) }}
{%- endmacro %}

{% macro duckdb__landed_delivery_id() -%}
    {%- set manifest = (env_var('FSU_LANDING', '') or 'landing') ~ '/current/manifest.json' -%}
    {%- if flags.INTROSPECT and run_query("select count(*) from glob('" ~ manifest ~ "')").columns[0][0] == 1 -%}
        {{ return("(select delivery_id from read_json('" ~ manifest ~ "', columns = {delivery_id: 'varchar'}))") }}
    {%- endif -%}
    {{ return(nothing_landed(manifest, 'make build, or fsu land RAW_DIR')) }}
{%- endmacro %}

{% macro postgres__landed_delivery_id() -%}
    {%- if flags.INTROSPECT and run_query("select count(*) from information_schema.tables where table_schema = 'landing' and table_name = 'delivery'").columns[0][0] == 1 -%}
        {{ return('(select delivery_id from landing.delivery)') }}
    {%- endif -%}
    {{ return(nothing_landed('landing.delivery', 'fsu load-postgres, after fsu land RAW_DIR')) }}
{%- endmacro %}

{% macro spark__landed_delivery_id() -%}
    {%- if flags.INTROSPECT and landed_is_synthetic() is not none -%}
        {{ return('(select delivery_id from landing.delivery)') }}
    {%- endif -%}
    {{ return(nothing_landed((env_var('FSU_LANDING', '') or 'landing') ~ '/current/manifest.json', 'fsu land RAW_DIR')) }}
{%- endmacro %}

{% macro nothing_landed(place, remedy) -%}
    {%- if flags.WHICH in ['build', 'run'] -%}
        {{ exceptions.raise_compiler_error('Nothing has landed: ' ~ place ~ ' does not exist. Run: ' ~ remedy ~ '.') }}
    {%- endif -%}
    {{ return('cast(null as ' ~ dbt.type_string() ~ ')') }}
{%- endmacro %}
