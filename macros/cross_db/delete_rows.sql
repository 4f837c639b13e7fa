{#
    Deletes the rows of a relation that meet a condition: the statement of a hook. Spark's own tables cannot delete: there the other rows
    are written anew, at once, and the hook has nothing left to do. Mostly nothing meets the condition, and nothing is written.
#}
{% macro delete_rows(relation, condition) -%}
    {{ return(adapter.dispatch('delete_rows', 'frequent_service_users')(relation, condition)) }}
{%- endmacro %}

{% macro default__delete_rows(relation, condition) -%}
    {{ return('delete from ' ~ relation ~ ' where ' ~ condition) }}
{%- endmacro %}

{% macro spark__delete_rows(relation, condition) -%}
    {%- if execute and run_query('select count(*) as row_count from ' ~ relation ~ ' where ' ~ condition).columns[0][0] > 0 -%}
        {%- set kept = temporary_name(relation.schema ~ '__' ~ relation.identifier) -%}
        {%- do temporary_table(kept, 'select * from ' ~ relation ~ ' where not coalesce(' ~ condition ~ ', false)') -%}
        {#- An incremental model leaves the session replacing single partitions, and one that loses all its rows would stay. -#}
        {%- do run_query('set spark.sql.sources.partitionOverwriteMode = STATIC') -%}
        {%- do run_query('insert overwrite table ' ~ relation ~ ' select * from ' ~ kept) -%}
        {%- do run_query('drop table ' ~ kept) -%}
    {%- endif -%}
    {{ return('') }}
{%- endmacro %}
