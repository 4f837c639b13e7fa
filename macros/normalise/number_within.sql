{#
    Number from a text where it is one and lies between zero and `maximum`; else NULL: a negative or absurd quantity is
    unknown, not small. `type` is the SQL type of the result, `scale` the digits kept after the point.
#}
{% macro number_within(expression, maximum, type, scale=0) -%}
    {# What is too big becomes one and the same number, and that NULL: the text is read once. #}
    cast(nullif(least({{ safe_number(expression, scale, signed=false) }}, {{ maximum + 1 }}), {{ maximum + 1 }}) as {{ type }})
{%- endmacro %}
