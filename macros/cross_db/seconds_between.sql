{#
    Whole seconds of elapsed time from one UTC timestamp to a later one, as an integer: sums of integers come out alike
    whatever the order of the rows, the engine and the number of threads. NULL where either end is unknown.
#}
{% macro seconds_between(start_expression, end_expression) -%}
    {{ return(adapter.dispatch('seconds_between', 'frequent_service_users')(start_expression, end_expression)) }}
{%- endmacro %}

{% macro duckdb__seconds_between(start_expression, end_expression) -%}
    cast(floor((epoch_us({{ end_expression }}) - epoch_us({{ start_expression }})) / 1000000) as bigint)
{%- endmacro %}

{% macro postgres__seconds_between(start_expression, end_expression) -%}
    cast(floor(extract(epoch from ({{ end_expression }}) - ({{ start_expression }}))) as bigint)
{%- endmacro %}

{% macro spark__seconds_between(start_expression, end_expression) -%}
    cast(floor((unix_micros({{ end_expression }}) - unix_micros({{ start_expression }})) / 1000000) as bigint)
{%- endmacro %}
