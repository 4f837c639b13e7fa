{#
    Statement that writes the audit line of a dbt command. DuckDB has no log of its own: its plugin brings the function
    (python_helpers/dbt_duckdb_plugin.py). A server logs who ran what itself.
#}
{% macro audit_build(command, event, people) -%}
    {{ adapter.dispatch('audit_build', 'frequent_service_users')(command, event, people) }}
{%- endmacro %}

{% macro default__audit_build(command, event, people) -%}{%- endmacro %}

{% macro duckdb__audit_build(command, event, people) -%}
    select fsu_audit_build('{{ command }}', '{{ event }}', cast({{ people }} as bigint))
{%- endmacro %}
