{#
    Number from a text of digits with an optional sign and decimal part, at most 9 digits before and 6 after the point;
    NULL for anything else, never an error. `scale` digits after the point are kept (halves away from zero). With
    signed=false a minus sign is no number.
#}
{% macro safe_number(expression, scale=0, signed=true) -%}
    case
        when {{ regex_matches(expression, '^[' ~ ('+-' if signed else '+') ~ ']?[0-9]{1,9}([.][0-9]{0,6})?$') }}
            then round(cast({{ expression }} as decimal(18, 6)), {{ scale }})
    end
{%- endmacro %}
