{# Whether the delivery that dbt reads now was marked synthetic when it landed; none where nothing has landed. #}
{% macro landed_is_synthetic() -%}
    {{ return(adapter.dispatch('landed_is_synthetic', 'frequent_service_users')()) }}
{%- endmacro %}

{% macro duckdb__landed_is_synthetic() -%}
    {%- set manifest = (env_var('FSU_LANDING', '') or 'landing') ~ '/current/manifest.json' -%}
    {%- if run_query("select count(*) from glob('" ~ manifest ~ "')").columns[0][0] == 1 -%}
        {%- set kind = run_query("select coalesce(is_synthetic, false) from read_json('" ~ manifest ~ "', columns = {is_synthetic: 'boolean'})") -%}
        {{ return(kind.columns[0][0]) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{% macro postgres__landed_is_synthetic() -%}
    {%- set known = "select count(*) from information_schema.columns where table_schema = 'landing' and table_name = 'delivery' and column_name = 'is_synthetic'" -%}
    {%- if run_query(known).columns[0][0] == 1 -%}
        {{ return(run_query('select is_synthetic from landing.delivery').columns[0][0]) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{% macro spark__landed_is_synthetic() -%}
    {%- if run_query("show tables in landing like 'delivery'").rows | length == 1 -%}
        {{ return(run_query('select coalesce(is_synthetic, false) as is_synthetic from landing.delivery').columns[0][0]) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}
