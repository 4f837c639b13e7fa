{#
    Stops a run whose session has no salt, with the remedy, rather than at the first token with the engine's words.
    DuckDB needs no such check: its plugin refuses to open a connection without one (python_helpers/settings.py). On Spark the session's
    settings are looked at too: under others the same SQL means something else.
    Only the salt's length is asked for, so that the secret itself is in no query and no result.
#}
{% macro require_token_salt() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test', 'snapshot'] -%}
        {{ adapter.dispatch('require_token_salt', 'frequent_service_users')() }}
    {%- endif -%}
{%- endmacro %}

{% macro default__require_token_salt() -%}{%- endmacro %}

{% macro postgres__require_token_salt() -%}
    {%- set length = run_query("select coalesce(length(current_setting('fsu.token_salt', true)), 0)").columns[0][0] -%}
    {%- if length < 16 -%}
        {{ exceptions.raise_compiler_error(
            'The session has no token salt (or one shorter than 16 characters). Set it for libpq before dbt starts: '
            ~ 'export PGOPTIONS="-c fsu.token_salt=$FSU_TOKEN_SALT". Use the same salt at every refresh.'
        ) }}
    {%- endif -%}
{%- endmacro %}

{% macro spark__require_token_salt() -%}
    {%- set known = run_query("select length(coalesce(" ~ spark_token_salt() ~ ", '')) as salt_length, version() as version").rows[0] -%}
    {%- if known[0] < 16 -%}
        {{ exceptions.raise_compiler_error(
            'The Java process has no FSU_TOKEN_SALT in its environment (or one shorter than 16 characters). Set it before Spark starts, on a '
            ~ 'cluster as spark.executorEnv.FSU_TOKEN_SALT too. Use the same salt at every refresh.'
        ) }}
    {%- endif -%}
    {%- if known[1].split('.')[0] | int < 4 -%}
        {{ exceptions.raise_compiler_error('Spark 4 or later is needed: earlier ones read two quotes in a text as none.') }}
    {%- endif -%}
    {%- set wanted = {
        'spark.sql.session.timeZone': 'UTC',
        'spark.sql.parser.escapedStringLiterals': 'false',
    } -%}
    {%- for name, value in wanted.items() -%}
        {%- set found = run_query('set ' ~ name).rows[0][1] -%}
        {%- if found | lower != value | lower -%}
            {{ exceptions.raise_compiler_error('The Spark session has ' ~ name ~ ' = ' ~ found ~ '; the SQL of this project needs ' ~ value ~ '.') }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
