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

{% macro spark__token(message) -%}
    left(sha2(concat({{ spark_key_block(92) }}, unhex(sha2(concat({{ spark_key_block(54) }}, encode({{ message }}, 'UTF-8')), 256))), 256), 32)
{%- endmacro %}

{#
    The same block on Spark. The salt comes from the environment of the Java process, so that it is in no statement, plan or setting;
    a cluster hands it to its workers as spark.executorEnv.FSU_TOKEN_SALT.
#}
{% macro spark_key_block(pad) -%}
    (
        select unhex(array_join(
            transform(
                sequence(0, 63),
                place -> lpad(hex(cast(conv(substr(salt.filled, 2 * place + 1, 2), 16, 10) as bigint) ^ {{ pad }}), 2, '0')
            ),
            ''
        ))
        from (
            select rpad(if(octet_length(given) > 64, sha2(given, 256), hex(given)), 128, '0') as filled
            from (select {{ spark_token_salt() }} as given)
        ) as salt
    )
{%- endmacro %}

{% macro spark_token_salt() -%}
    reflect('java.lang.System', 'getenv', 'FSU_TOKEN_SALT')
{%- endmacro %}
