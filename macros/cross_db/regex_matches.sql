{#
    Whether a text contains a match of a pattern. Patterns keep to what RE2, POSIX ARE and Java read alike: bracket
    classes, groups, `^ $ * + ? {m,n} |`, a backslash before a sign, and no `\b`, look-around or class escapes (`make lint`
    refuses them). A dot is any character, a line end too, and `$` is the end of the text alone; each engine is told so.
#}
{% macro regex_matches(expression, pattern) -%}
    {{ return(adapter.dispatch('regex_matches', 'frequent_service_users')(expression, pattern)) }}
{%- endmacro %}

{% macro duckdb__regex_matches(expression, pattern) -%}
    regexp_matches({{ expression }}, '{{ pattern }}', 's')
{%- endmacro %}

{% macro postgres__regex_matches(expression, pattern) -%}
    ({{ expression }} ~ '{{ pattern }}')
{%- endmacro %}

{% macro spark__regex_matches(expression, pattern) -%}
    ({{ expression }} rlike '{{ java_pattern(pattern) }}')
{%- endmacro %}

{# A pattern as Java reads it, in a literal of Spark, where a backslash is written twice. Its own `$` also matches before a last line end. #}
{% macro java_pattern(pattern) -%}
    {{ return('(?s)' ~ (pattern | replace('\\', '\\\\') | replace('$', '\\\\z'))) }}
{%- endmacro %}
