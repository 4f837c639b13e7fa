{# Codes joined by '|', in upper case, without the spaces and empty places between them; the order stays as landed. #}
{% macro code_list(expression) -%}
    nullif(trim(both '| ' from {{ regex_replace(upper_ascii(expression), '[ |,;]*[|,;][ |,;]*', '|') }}), '')
{%- endmacro %}
