{# Day of the week of a timestamp, 0 for Sunday to 6 for Saturday. Spark's own field counts from 1, and takes the same name. #}
{% macro day_of_week(timestamp) -%}
    {{ return(adapter.dispatch('day_of_week', 'frequent_service_users')(timestamp)) }}
{%- endmacro %}

{% macro default__day_of_week(timestamp) -%}
    extract(dow from {{ timestamp }})
{%- endmacro %}

{% macro spark__day_of_week(timestamp) -%}
    (dayofweek({{ timestamp }}) - 1)
{%- endmacro %}
