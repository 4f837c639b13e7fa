{#
    What the sources say of a landed table: `columns` (the landing contract's, without extracted_at), `key` and `required`.
    While dbt only reads the project the sources are not known yet, and nothing that depends on them is asked for.
#}
{% macro landed_table(system, name) -%}
    {%- if not execute -%}
        {{ return({'columns': [], 'key': [], 'required': []}) }}
    {%- endif -%}
    {%- for table in graph.sources.values() if table.source_name == system and table.name == name -%}
        {{ return({
            'columns': table.columns.keys() | reject('equalto', 'extracted_at') | list,
            'key': table.config.meta.key,
            'required': table.config.meta.required,
        }) }}
    {%- endfor -%}
    {{ exceptions.raise_compiler_error('models/staging/_sources.yml has no table ' ~ system ~ '.' ~ name ~ '.') }}
{%- endmacro %}
