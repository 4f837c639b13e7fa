{#
    Deletes the rows of a relation that meet a condition: the statement of a hook. Spark's own tables cannot delete: there the other rows
    are written anew, at once, and the hook has nothing left to do.
#}
{% macro delete_rows(relation, condition) -%}
    {{ return(adapter.dispatch('delete_rows', 'frequent_service_users')(relation, condition)) }}
{%- endmacro %}

{% macro default__delete_rows(relation, condition) -%}
    {{ return('delete from ' ~ relation ~ ' where ' ~ condition) }}
{%- endmacro %}

{% macro spark__delete_rows(relation, condition) -%}
    {%- if execute -%}
        {%- set kept = temporary_name(relation.identifier ~ '_kept') -%}
        {%- do temporary_table(kept, 'select * from ' ~ relation ~ ' where not coalesce(' ~ condition ~ ', false)') -%}
        {%- do run_query('insert overwrite table ' ~ relation ~ ' select * from ' ~ kept) -%}
        {%- do run_query('drop table ' ~ kept) -%}
    {%- endif -%}
    {{ return('') }}
{%- endmacro %}
