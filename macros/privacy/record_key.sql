{# Token that stands for one identity record, for example record_key('connect', 'nominal', 'nominal_id'). #}
{% macro record_key(source_system, record_type, id_expression) -%}
    {{ token("'" ~ source_system ~ "/" ~ record_type ~ "/' || " ~ id_expression, 'record') }}
{%- endmacro %}
