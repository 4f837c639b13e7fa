{#
    How a model becomes a table on PostgreSQL: its imports read in place, and its rows kept out of the write-ahead log, which would have to
    write, archive and send to a standby everything a second time that the next build makes anew. A server that stops without a shutdown
    empties such tables: leave_crash_witness lets nobody publish what is left. What lives from refresh to refresh is logged like
    anything else, and so is what `fsu publish` makes of a build.
#}
{% macro postgres__create_table_as(temporary, relation, sql) -%}
    {%- set statement = dbt.postgres__create_table_as(temporary, relation, imports_in_place(sql)) -%}
    {%- if temporary or 'state' in model.tags -%}
        {{ return(statement) }}
    {%- endif -%}
    {{ return(modules.re.sub('create\\s+table', 'create unlogged table', statement, count=1)) }}
{%- endmacro %}

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
