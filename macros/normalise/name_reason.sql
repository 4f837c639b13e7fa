{# Why a record typed in several fields has no usable name: NULL where one field gave a name, 'missing' where all are blank, else 'placeholder'. #}
{% macro name_reason(parsed, landed) -%}
    case
        when coalesce({{ parsed | join(', ') }}) is not null then null
        when coalesce({{ landed | join(', ') }}) is null then 'missing'
        else 'placeholder'
    end
{%- endmacro %}
