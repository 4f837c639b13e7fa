{# A squeezed upper-case address with kinds of street and dwelling abbreviated the way the Post Office and most typists do. #}
{% macro abbreviated_address(expression) -%}
    {%- set words = {
        'STREET': 'ST', 'ROAD': 'RD', 'AVENUE': 'AVE', 'LANE': 'LN', 'DRIVE': 'DR', 'CLOSE': 'CL', 'COURT': 'CT',
        'CRESCENT': 'CRES', 'GARDENS': 'GDNS', 'GROVE': 'GR', 'PLACE': 'PL', 'SQUARE': 'SQ', 'TERRACE': 'TER',
        'APARTMENT': 'FLAT', 'APT': 'FLAT', 'HOUSE': 'HO', 'SAINT': 'ST', 'STR': 'ST', 'AV': 'AVE', 'TCE': 'TER', 'TERR': 'TER',
        'FLT': 'FLAT', 'FLAT NO': 'FLAT', 'FLAT NUMBER': 'FLAT', 'CRT': 'CT', 'CRESENT': 'CRES', 'GDN': 'GDNS', 'GARDEN': 'GDNS', 'GRV': 'GR',
    } -%}
    {%- set abbreviated = namespace(sql="' ' || " ~ expression ~ " || ' '") -%}
    {%- for long, short in words.items() -%}
        {%- set abbreviated.sql = 'replace(' ~ abbreviated.sql ~ ", ' " ~ long ~ " ', ' " ~ short ~ " ')" -%}
    {%- endfor -%}
    nullif(trim({{ abbreviated.sql }}), '')
{%- endmacro %}
