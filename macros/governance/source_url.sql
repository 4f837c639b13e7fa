{#
    Deep link to one event in the system it came from, where whoever opens it is audited. The template is a variable, because only the
    force knows its addresses; an empty one gives no link.
#}
{% macro source_url(source_system, interaction_type, source_ref) -%}
    {%- set template = var('source_url_template') | string | replace("'", "''") -%}
    {%- if template | trim -%}
    {%- set encoded = namespace(sql=source_ref) -%}
    {#- What has a meaning in an address is written in percent; crime references have slashes in them. -#}
    {%- for character, code in [('%', '%25'), ('/', '%2F'), ('?', '%3F'), ('#', '%23'), ('&', '%26'), ('+', '%2B'), (' ', '%20')] -%}
        {%- set encoded.sql = "replace(" ~ encoded.sql ~ ", '" ~ character ~ "', '" ~ code ~ "')" -%}
    {%- endfor -%}
    replace(
        replace(replace('{{ template }}', '{source_system}', {{ source_system }}), '{interaction_type}', {{ interaction_type }}),
        '{source_ref}', {{ encoded.sql }}
    )
    {%- else -%}
    cast(null as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}
