{# Elapsed hours from one UTC timestamp to another, double; NULL where either is unknown. #}
{% macro hours_between(start_at, end_at) -%}
    {{ return(adapter.dispatch('hours_between', 'frequent_service_users')(start_at, end_at)) }}
{%- endmacro %}

{% macro default__hours_between(start_at, end_at) -%}
    (cast(extract(epoch from {{ end_at }}) - extract(epoch from {{ start_at }}) as double precision) / 3600.0)
{%- endmacro %}

{% macro duckdb__hours_between(start_at, end_at) -%}
    ((epoch({{ end_at }}) - epoch({{ start_at }})) / 3600.0)
{%- endmacro %}
