{#
    An id or a code of a key, NULL where it cannot be one: longer than `max_id_characters`, or with a line end inside it, as where a quote
    that never closed swallowed the rows that follow. Expects a cleaned text.
#}
{% macro usable_id(expression) -%}
    case
        when length({{ expression }}) <= {{ var('max_id_characters') }}
            and {{ expression }} not like '%{{ '\n' }}%' and {{ expression }} not like '%{{ '\r' }}%'
            then {{ expression }}
    end
{%- endmacro %}
