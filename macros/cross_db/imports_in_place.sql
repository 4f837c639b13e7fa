{#
    A select with every CTE that only reads a relation (columns as they are, and at most a `where` without calls) told to be read in place.
    PostgreSQL would write such a CTE aside wherever two later ones name it, without the statistics of the relation, and then join blindly;
    other engines read the relation in each place by themselves. Applied there to whatever becomes a table, so that no model has
    to know which of its imports are named twice.
#}
{% macro imports_in_place(select_sql) -%}
    {%- set body = '([^()]|\\bin \\(\'[^()]*\'\\))*' -%}
    {%- set computes = '(?!' ~ body ~ '\\b(distinct|case|group|order|limit|union|join)\\b)' -%}
    {%- set reads = '(?=\\s*select\\s[a-z0-9_*,\\s]+\\sfrom "[^"]+"[.]"[^"]+"[.]"[^"]+"(\\s+where\\s' ~ body ~ ')?\\s*\\))' -%}
    {{ return(modules.re.sub('\\bas \\(' ~ computes ~ reads, 'as not materialized (', select_sql)) }}
{%- endmacro %}
