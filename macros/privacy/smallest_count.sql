{# The smallest of counts that add up to a total, zeros left out: they are shown together or not at all. #}
{% macro smallest_count(counts, total) -%}
    least(
        {%- for count in counts -%}
        case when {{ count }} > 0 then {{ count }} else {{ total }} end{{ ', ' if not loop.last }}
        {%- endfor -%}
    )
{%- endmacro %}
