{# A date as YYYYMMDD: its token's text, and what two dates are compared by, digit by digit. #}
{% macro digits_of_date(date_on) -%}
    replace(cast({{ date_on }} as {{ dbt.type_string() }}), '-', '')
{%- endmacro %}
