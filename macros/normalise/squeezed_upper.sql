{# Free text for comparing: accents folded, upper case, everything but letters and digits as single spaces; nothing left is NULL. #}
{% macro squeezed_upper(expression) -%}
    nullif(trim({{ regex_replace(upper_folded(regex_replace(fold_accents(expression), "''", '')), '[^A-Z0-9]+', ' ') }}), '')
{%- endmacro %}
