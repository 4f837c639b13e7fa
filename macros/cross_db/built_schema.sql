{#
    Schema, without the prefix, that a build writes a zone to. On a server whoever reads is connected all the time, so what they read is
    never built in place: `fsu publish` copies the published zones from `next_<zone>` to `<zone>`, after every test has passed. Readers of
    files have their release in a folder, and the warehouse is the pipeline's own.
#}
{% macro built_schema(zone) -%}
    {{ return(adapter.dispatch('built_schema', 'frequent_service_users')(zone)) }}
{%- endmacro %}

{% macro default__built_schema(zone) -%}
    {{ return(zone) }}
{%- endmacro %}

{% macro postgres__built_schema(zone) -%}
    {{ return('next_' ~ zone if zone in ['marts', 'governance', 'qlik', 'restricted', 'linkage'] else zone) }}
{%- endmacro %}
