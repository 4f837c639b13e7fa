{#
    Gathers the statistics of a relation that was just built. PostgreSQL plans joins of a new table blindly until somebody
    does (a join that takes a second took half a minute); other engines need nothing.
#}
{% macro analyze_relation(relation) -%}
    {{ return(adapter.dispatch('analyze_relation', 'frequent_service_users')(relation)) }}
{%- endmacro %}

{% macro default__analyze_relation(relation) -%}
{%- endmacro %}

{% macro postgres__analyze_relation(relation) -%}
    {%- if execute and model.config.materialized not in ('view', 'ephemeral') %}analyze {{ relation }}{% endif -%}
{%- endmacro %}
