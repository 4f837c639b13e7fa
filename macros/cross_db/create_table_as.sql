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
