{#
    A sum over events, known to be 0 where there is none of them and whatever would hold them was delivered; otherwise as it is, NULL
    where no event has a figure.
#}
{% macro zero_where_none(figure, event_count, is_delivered) -%}
    case when {{ is_delivered }} and coalesce({{ event_count }}, 0) = 0 then 0 else {{ figure }} end
{%- endmacro %}
