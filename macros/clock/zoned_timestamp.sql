{#
    UTC timestamp from a text 'YYYY-MM-DD HH:MM:SS' with its zone behind it ('Z', '+01', '+0100', '+01:00'). The text must
    be known to have that form. By arithmetic, because DuckDB reads zones only with an extension.
#}
{% macro zoned_timestamp(expression) -%}
    (
        cast(substr({{ expression }}, 1, 19) as {{ dbt.type_timestamp() }})
        - interval '1 minute' * coalesce(
            cast({{ regex_extract(expression, '([+-])[0-9][0-9](:?[0-9][0-9])?$', 1) }} || '1' as integer) * (
                60 * cast({{ regex_extract(expression, '[+-]([0-9][0-9])(:?[0-9][0-9])?$', 1) }} as integer)
                + coalesce(cast({{ regex_extract(expression, '[+-][0-9][0-9]:?([0-9][0-9])$', 1) }} as integer), 0)
            ),
            0
        )
    )
{%- endmacro %}
