{#
    Append-only log of the dbt commands that write to this warehouse: one row when one starts, one when it ends.
    `fsu publish` reads it and publishes only what a whole and wholly passed `dbt build` left behind, as the last of them.
    A command that was killed has a first row and no second. Only rows are added, so that every engine can keep it.
    Events: started; then passed (every node of the project ran and none failed), partial (a selection), or failed. Unit tests judge the
    code on rows of their own, and say nothing of a delivery: one that fails fails the build, but a build may leave them to CI.
#}
{% macro build_log_relation() -%}
    {{ return(api.Relation.create(database=target.database, schema=generate_schema_name('governance', none), identifier='build_log')) }}
{%- endmacro %}

{% macro is_writing_command() -%}
    {{ return(flags.WHICH in ['build', 'run', 'seed', 'snapshot', 'retry', 'clone']) }}
{%- endmacro %}

{% macro create_build_log() -%}
    {%- if execute and is_writing_command() -%}
        {%- do adapter.create_schema(build_log_relation()) -%}
        create table if not exists {{ build_log_relation() }} (
            invocation_id {{ dbt.type_string() }},
            command {{ dbt.type_string() }},
            event {{ dbt.type_string() }},
            delivery_id {{ dbt.type_string() }},
            logged_at {{ dbt.type_timestamp() }}
        )
    {%- endif -%}
{%- endmacro %}

{% macro log_build_event(event) -%}
    {%- if execute and is_writing_command() -%}
        insert into {{ build_log_relation() }} (invocation_id, command, event, delivery_id, logged_at)
        select
            '{{ invocation_id }}' as invocation_id,
            '{{ flags.WHICH }}' as command,
            '{{ event }}' as event,
            {{ landed_delivery_id() }} as delivery_id,
            cast('{{ modules.datetime.datetime.now(modules.pytz.utc).strftime("%Y-%m-%d %H:%M:%S.%f") }}' as {{ dbt.type_timestamp() }}) as logged_at
    {%- endif -%}
{%- endmacro %}

{% macro build_event(results) -%}
    {%- set kinds = ['model', 'seed', 'snapshot', 'test'] -%}
    {%- set seen = namespace(expected=0, ran=0, bad=0) -%}
    {%- for node in graph.nodes.values() if node.resource_type in kinds and node.config.materialized != 'ephemeral' -%}
        {%- set seen.expected = seen.expected + 1 -%}
    {%- endfor -%}
    {%- for result in results if result.node.resource_type in kinds + ['unit_test'] -%}
        {%- set seen.ran = seen.ran + (1 if result.node.resource_type in kinds else 0) -%}
        {%- if result.status | string not in ['success', 'pass', 'warn'] -%}
            {%- set seen.bad = seen.bad + 1 -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set is_whole = flags.WHICH == 'build' and seen.ran == seen.expected and not flags.EMPTY and not flags.SAMPLE -%}
    {{ return('failed' if seen.bad else 'passed' if is_whole else 'partial') }}
{%- endmacro %}

{% macro log_build_end(results) -%}
    {%- if execute -%}
        {{ log_build_event(build_event(results)) }}
    {%- endif -%}
{%- endmacro %}

{#
    One line in the audit log for the command that ends here. The first of the hooks at its end: a build that cannot be accounted for is
    not logged as passed, and so never published.
#}
{% macro audit_build_end(results) -%}
    {%- if execute and is_writing_command() -%}
        {%- set event = build_event(results) -%}
        {%- set people = api.Relation.create(database=target.database, schema=generate_schema_name('marts', none), identifier='dim_people') -%}
        {{ audit_build(flags.WHICH, event, '(select count(*) from ' ~ people ~ ')' if event == 'passed' else '-1') }}
    {%- endif -%}
{%- endmacro %}
