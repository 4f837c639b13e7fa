{#
    Keyed token of a text expression: the first 128 bits, in hex, of SHA-256 over the secret salt and the value.
    NULL stays NULL. The salt is read from the session, where the connection put it, never from SQL text.
#}
{% macro token(expression) -%}
    {{ return(adapter.dispatch('token', 'frequent_service_users')(expression)) }}
{%- endmacro %}

{% macro duckdb__token(expression) -%}
    left(sha256(getvariable('fsu_token_salt') || {{ expression }}), 32)
{%- endmacro %}

{% macro postgres__token(expression) -%}
    left(encode(sha256(convert_to(current_setting('fsu.token_salt') || {{ expression }}, 'UTF8')), 'hex'), 32)
{%- endmacro %}
