{#
    Stops a command that would write while another one does: two builds in one place would leave a mixture of both. DuckDB locks its
    file. On a server `fsu` holds an advisory lock from loading to publication (python_helpers/postgres/builder.py), and waits for its turn.
    dbt closes each session after its node and so can hold none: it only looks, and does not wait, since it would do so in silence.
#}
{% macro require_one_builder() -%}
    {%- if execute and is_writing_command() -%}
        {{ adapter.dispatch('require_one_builder', 'frequent_service_users')() }}
    {%- endif -%}
{%- endmacro %}

{% macro default__require_one_builder() -%}{%- endmacro %}

{% macro postgres__require_one_builder() -%}
    {%- set holders = run_query(
        "select pid from pg_locks where locktype = 'advisory' and classid = 7375 and objid = 1 and granted"
        ~ " and database = (select oid from pg_database where datname = current_database())"
    ).columns[0].values() | map('string') | list -%}
    {%- if holders and holders[0] != env_var('FSU_BUILDER', '') -%}
        {{ exceptions.raise_compiler_error(
            'A command of `fsu` is at work on this server (server process ' ~ holders[0] ~ '). Start again when it has ended.'
        ) }}
    {%- endif -%}
    {%- if load_relation(build_log_relation()) is not none -%}
        {%- set unfinished = run_query(
            "select count(*) from " ~ build_log_relation() ~ " as begun where begun.event = 'started' and begun.logged_at = "
            ~ "(select max(logged_at) from " ~ build_log_relation() ~ ")"
        ).columns[0][0] > 0 -%}
        {#- Killed, or still running? Whoever runs has a session open nearly always; between two nodes for a moment none. -#}
        {%- for _ in range(20 if unfinished else 0) -%}
            {%- do run_query('select pg_stat_clear_snapshot(), pg_sleep(0.1)') -%}
            {%- set others = run_query(
                "select count(*) from pg_stat_activity where application_name = 'dbt' and datname = current_database() and pid <> pg_backend_pid()"
            ).columns[0][0] -%}
            {%- if others > 0 -%}
                {{ exceptions.raise_compiler_error(
                    'Another dbt command is at work on this server, or one that was killed has not ended there yet. Start again when it has.'
                ) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
