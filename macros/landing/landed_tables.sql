{#
    The tables of the landing contract. They are listed once more here, because dbt asks which models a model reads before it
    knows its sources; a test keeps the list, the sources and the contract alike.
#}
{% macro landed_tables() -%}
    {%- set names = {
        'avaya': ['call_segments'],
        'controlworks': ['contacts', 'logs', 'people', 'deployments'],
        'connect': [
            'nominals', 'nominal_aliases', 'nominal_phones', 'nominal_addresses', 'crimes', 'crime_people', 'investigations',
            'custody_records',
        ],
        'compact': ['people', 'episodes'],
    } -%}
    {%- set tables = [] -%}
    {%- for system, table_names in names.items() -%}
        {%- for name in table_names -%}
            {%- do tables.append({'system': system, 'name': name}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(tables) }}
{%- endmacro %}
