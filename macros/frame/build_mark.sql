{#
    One row that says what this warehouse was built from: made-up or real people, and under which salt. It is written when the
    first build starts; require_kept_state refuses a build that would mix two kinds or two salts. The helpers rewrite it when
    they carry people's keys to another salt (python_helpers/publishing/state.py).
#}
{% macro build_mark_relation() -%}
    {{ return(api.Relation.create(database=target.database, schema=generate_schema_name('intermediate', none), identifier='build_mark')) }}
{%- endmacro %}

{% macro leave_build_mark() -%}
    {%- if execute and is_writing_command() and landed_is_synthetic() is not none -%}
        {%- do adapter.create_schema(build_mark_relation()) -%}
        {%- do run_query(
            'create table if not exists ' ~ build_mark_relation()
            ~ ' (is_synthetic boolean, salt_check ' ~ dbt.type_string() ~ ', carried_as_of_date date)'
        ) -%}
        {#- A demo under another salt begins anew; for real people require_kept_state has refused that. -#}
        {%- set outdated = delete_rows(build_mark_relation(), 'is_synthetic and salt_check <> ' ~ salt_check()) -%}
        {%- if outdated -%}{%- do run_query(outdated) -%}{%- endif %}
        insert into {{ build_mark_relation() }} (is_synthetic, salt_check, carried_as_of_date)
        select {{ landed_is_synthetic() }} as is_synthetic, {{ salt_check() }} as salt_check, cast(null as date) as carried_as_of_date
        where not exists (select 1 from {{ build_mark_relation() }})
    {%- endif -%}
{%- endmacro %}
