{# A share between 0 and 1, as a double, of two counts; NULL where there is nothing to have a share of. #}
{% macro share_of(part, whole) -%}
    cast({{ part }} as {{ type_double() }}) / nullif({{ whole }}, 0)
{%- endmacro %}
