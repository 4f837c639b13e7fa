{#
    Keyed token of a text expression: the first 128 bits, in hex, of HMAC-SHA-256 with the secret salt as its key, over the field's
    name, '/' and the value. The name keeps a phone's token from being that of an id with the same digits. NULL stays NULL.
    The key is read from the session, where the connection put it, never from SQL text: DuckDB gets it ready as HMAC's two
    padded blocks (python_helpers/token_salt.py); PostgreSQL makes them from the salt, once a query.

    token('people.phone', 'phone')
#}
{% macro token(expression, field=none) -%}
    {%- if execute and (not field or modules.re.fullmatch('[a-z_]+', field) is none) -%}
        {{ exceptions.raise_compiler_error("token() needs the field's name, in small letters: token('people.phone', 'phone').") }}
    {%- endif -%}
    {{ return(adapter.dispatch('token', 'frequent_service_users')("'" ~ field ~ "/' || " ~ expression)) }}
{%- endmacro %}

{% macro duckdb__token(message) -%}
    left(sha256(getvariable('fsu_token_outer') || unhex(sha256(getvariable('fsu_token_inner') || encode({{ message }})))), 32)
{%- endmacro %}

{% macro postgres__token(message) -%}
    left(encode(sha256({{ token_key_block(92) }} || sha256({{ token_key_block(54) }} || convert_to({{ message }}, 'UTF8'))), 'hex'), 32)
{%- endmacro %}

{# HMAC's key block on PostgreSQL: the salt, hashed where it is longer than a block of 64 bytes, filled with zeros, each byte XOR the pad. #}
{% macro token_key_block(pad) -%}
    (
        select decode(string_agg(lpad(to_hex(get_byte(filled.block, position) # {{ pad }}), 2, '0'), '' order by position), 'hex')
        from (
            select
                case when length(salt.bytes) > 64 then sha256(salt.bytes) else salt.bytes end
                || decode(repeat('00', 64 - case when length(salt.bytes) > 64 then 32 else length(salt.bytes) end), 'hex') as block
            from (select convert_to(current_setting('fsu.token_salt'), 'UTF8') as bytes) as salt
        ) as filled
        cross join generate_series(0, 63) as position
    )
{%- endmacro %}
