{#
    A landed free text, cleaned; missing where it is longer than `max_text_characters`, as where columns were shifted or a quote never closed:
    nobody's name or address is, and every step after this one reads it word by word. `fsu land` counts such texts in the verdict.
#}
{% macro text_within(expression) -%}
    case when length({{ expression }}) <= {{ var('max_text_characters') }} then {{ clean_text(expression) }} end
{%- endmacro %}
