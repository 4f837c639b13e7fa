{# Every match of a pattern replaced; `\1` in the replacement is the first group. Patterns as in regex_matches. #}
{% macro regex_replace(expression, pattern, replacement='') -%}
    {{ return(adapter.dispatch('regex_replace', 'frequent_service_users')(expression, pattern, replacement)) }}
{%- endmacro %}

{% macro duckdb__regex_replace(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'gs')
{%- endmacro %}

{% macro postgres__regex_replace(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__regex_replace(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ java_pattern(pattern) }}', '{{ modules.re.sub("[\\\\]([0-9])", "$\\1", replacement) }}')
{%- endmacro %}
