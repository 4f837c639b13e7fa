{#
    Stops a run whose session has no salt, with the remedy, rather than at the first token with the engine's words.
    DuckDB needs no such check: its plugin refuses to open a connection without one (python_helpers/settings.py).
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
