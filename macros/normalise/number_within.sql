{#
    Number from a text where it is one and lies between zero and `maximum`; else NULL: a negative or absurd quantity is
    unknown, not small. `type` is the SQL type of the result, `scale` the digits kept after the point.
#}
{% macro number_within(expression, maximum, type, scale=0) -%}
    case
        when {{ safe_number(expression, scale) }} between 0 and {{ maximum }}
            then cast({{ safe_number(expression, scale) }} as {{ type }})
    end
{%- endmacro %}
