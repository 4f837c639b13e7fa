{# A text expression that sorts and compares by its bytes, whatever the server's collation: the same order on every engine. #}
{% macro byte_order(expression) -%}
    {{ return(adapter.dispatch('byte_order', 'frequent_service_users')(expression)) }}
{%- endmacro %}

{% macro default__byte_order(expression) -%}
    {{ expression }}
{%- endmacro %}

{% macro postgres__byte_order(expression) -%}
    (({{ expression }}) collate "C")
{%- endmacro %}
