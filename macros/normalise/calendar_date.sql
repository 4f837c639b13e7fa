{# Date of a year of four digits, a month and a day, all whole numbers that make a day of the calendar. #}
{% macro calendar_date(year, month, day) -%}
    cast(
        cast({{ year }} as {{ dbt.type_string() }}) || '-'
        || lpad(cast({{ month }} as {{ dbt.type_string() }}), 2, '0') || '-'
        || lpad(cast({{ day }} as {{ dbt.type_string() }}), 2, '0') as date
    )
{%- endmacro %}
