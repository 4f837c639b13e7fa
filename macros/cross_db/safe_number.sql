{#
    Number from a text of digits with an optional sign and decimal part, at most 9 digits before and 6 after the point;
    NULL for anything else, never an error. `scale` digits after the point are kept (halves away from zero).
#}
{% macro safe_number(expression, scale=0) -%}
    case
        when {{ regex_matches(expression, '^[+-]?[0-9]{1,9}([.][0-9]{0,6})?$') }}
            then round(cast({{ expression }} as decimal(18, 6)), {{ scale }})
    end
{%- endmacro %}
