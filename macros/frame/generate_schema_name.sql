{# Schemas are named by privacy zone, with one optional prefix for worlds that share a server. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ var('schema_prefix', '') }}{{ built_schema((custom_schema_name or target.schema) | trim) }}
{%- endmacro %}
