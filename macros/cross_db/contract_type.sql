{# The engine's own name of a type that a contract names: the one map of types. Contracts write varchar and double precision. #}
{% macro contract_type(data_type) -%}
    {{ return(adapter.dispatch('contract_type', 'frequent_service_users')(data_type)) }}
{%- endmacro %}

{% macro default__contract_type(data_type) -%}
    {{ return(data_type) }}
{%- endmacro %}

{% macro spark__contract_type(data_type) -%}
    {{ return({'varchar': 'string', 'text': 'string', 'double precision': 'double'}.get(data_type, data_type)) }}
{%- endmacro %}
