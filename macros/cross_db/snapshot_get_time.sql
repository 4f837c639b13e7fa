{#
    dbt's clock for snapshots, set to the date of the refresh: what has gone from a snapshot's query ends on that date, and two equal
    builds write the same. The adapters would ask the machine instead. Every snapshot therefore reads int_window__bounds.
#}
{% macro duckdb__snapshot_get_time() -%}
    {{ as_of_date_of_refresh() }}
{%- endmacro %}

{% macro postgres__snapshot_get_time() -%}
    {{ as_of_date_of_refresh() }}
{%- endmacro %}

{% macro spark__snapshot_get_time() -%}
    {{ as_of_date_of_refresh() }}
{%- endmacro %}

{% macro as_of_date_of_refresh() -%}
    (select as_of_date from {{ ref('int_window__bounds') }})
{%- endmacro %}
