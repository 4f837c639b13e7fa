{#
    A whole number of a key in one spelling, as text, so that '01' and '1' are one key; NULL for anything else. Nearly every one is spelled so.
#}
{% macro whole_number_of_key(expression) -%}
    case
        when {{ regex_matches(expression, '^(0|[1-9][0-9]{0,8})$') }} then {{ expression }}
        when {{ regex_matches(expression, '^[+]?[0-9]{1,9}([.]0*)?$') }}
            then cast(cast({{ safe_number(expression) }} as bigint) as {{ dbt.type_string() }})
    end
{%- endmacro %}
