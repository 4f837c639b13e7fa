{#
    Address for comparing: squeezed upper text, kinds of street and dwelling abbreviated the usual way, a postcode at its
    end left out (it has a column of its own). NULL where blank or a placeholder (seed address_placeholders).
#}
{% macro address_text(expression) -%}
    {%- set words = {
        'STREET': 'ST', 'ROAD': 'RD', 'AVENUE': 'AVE', 'LANE': 'LN', 'DRIVE': 'DR', 'CLOSE': 'CL', 'COURT': 'CT',
        'CRESCENT': 'CRES', 'GARDENS': 'GDNS', 'GROVE': 'GR', 'PLACE': 'PL', 'SQUARE': 'SQ', 'TERRACE': 'TER',
        'APARTMENT': 'FLAT', 'APT': 'FLAT', 'HOUSE': 'HO',
    } -%}
    {%- set squeezed = regex_replace(squeezed_upper(expression), ' [A-Z][A-Z]?[0-9][A-Z0-9]? ?[0-9][A-Z][A-Z]$', '') -%}
    {%- set abbreviated = namespace(sql="' ' || " ~ squeezed ~ " || ' '") -%}
    {%- for long, short in words.items() -%}
        {%- set abbreviated.sql = 'replace(' ~ abbreviated.sql ~ ", ' " ~ long ~ " ', ' " ~ short ~ " ')" -%}
    {%- endfor -%}
    case
        when {{ squeezed_upper(expression) }} in (select value from {{ ref('address_placeholders') }}) then null
        else nullif(trim({{ abbreviated.sql }}), '')
    end
{%- endmacro %}
