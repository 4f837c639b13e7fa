{#
    Number from a text where it is one and lies between zero and `maximum`, a whole number; else NULL: a negative or absurd
    quantity is unknown, not small. `type` is the SQL type of the result, `scale` the digits kept after the point.
    Nearly every figure is plain digits, and reading those as a whole number costs a sixth of reading a decimal and rounding it.
#}
{% macro number_within(expression, maximum, type, scale=0) -%}
    {# All that is too big becomes the first number that is, and that one NULL: so the text is read once. #}
    {%- set too_big = 'cast(' ~ maximum ~ '.000001 as decimal(18, 6))' -%}
    case
        when {{ regex_matches(expression, '^[0-9]{1,9}$') }}
            then case when cast({{ expression }} as integer) <= {{ maximum }} then cast(cast({{ expression }} as integer) as {{ type }}) end
        else cast(nullif(least({{ safe_number(expression, scale, signed=false) }}, {{ too_big }}), {{ too_big }}) as {{ type }})
    end
{%- endmacro %}
