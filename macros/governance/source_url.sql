{#
    Deep link to one event in the system it came from, where whoever opens it is audited. The template is a variable, because only the
    force knows its addresses; an empty one gives no link.
#}
{% macro source_url(source_system, interaction_type, source_ref) -%}
    {%- set template = var('source_url_template') | string | replace("'", "''") -%}
    {%- if template | trim -%}
    replace(
        replace(replace('{{ template }}', '{source_system}', {{ source_system }}), '{interaction_type}', {{ interaction_type }}),
        '{source_ref}', {{ url_encode(source_ref) }}
    )
    {%- else -%}
    cast(null as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}
