{#
    Whether a text may begin or end in white space or in something that is not seen: false only where it does neither. Only to spare
    most values a trim: DuckDB compares ends three times as fast as it matches a pattern.
#}
{% macro may_end_in_blanks(expression) -%}
    {{ return(adapter.dispatch('may_end_in_blanks', 'frequent_service_users')(expression)) }}
{%- endmacro %}

{% macro default__may_end_in_blanks(expression) -%}
    {{ regex_matches(expression, '^[^!-~]|[^!-~]$') }}
{%- endmacro %}

{% macro duckdb__may_end_in_blanks(expression) -%}
    (
        {{ expression }} < '!' or strlen({{ expression }}) <> length({{ expression }})
        {%- for blank in [' ', '\t', '\n', '\r', '\x0b', '\x0c'] %} or ends_with({{ expression }}, '{{ blank }}'){% endfor -%}
    )
{%- endmacro %}
