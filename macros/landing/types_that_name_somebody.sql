{#
    Types of interaction whose source names on every record whom it is about: by the landing contract their table requires a person's id, and a
    test holds this list to it. With nobody shown such an event is likely a sealed person's.
#}
{% macro types_that_name_somebody() -%}
    {{ return(['custody', 'missing']) }}
{%- endmacro %}
