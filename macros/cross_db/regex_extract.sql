{# One group of the first match of a pattern; NULL where nothing matches or the group is empty. Patterns as in regex_matches. #}
{% macro regex_extract(expression, pattern, group=1) -%}
    {{ return(adapter.dispatch('regex_extract', 'frequent_service_users')(expression, pattern, group)) }}
{%- endmacro %}

{% macro duckdb__regex_extract(expression, pattern, group) -%}
    nullif(regexp_extract({{ expression }}, '{{ pattern }}', {{ group }}, 's'), '')
{%- endmacro %}

{% macro postgres__regex_extract(expression, pattern, group) -%}
    nullif((regexp_match({{ expression }}, '({{ pattern }})'))[{{ group + 1 }}], '')
{%- endmacro %}

{% macro spark__regex_extract(expression, pattern, group) -%}
    nullif(regexp_extract({{ expression }}, '{{ java_pattern(pattern) }}', {{ group }}), '')
{%- endmacro %}
