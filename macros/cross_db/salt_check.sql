{#
    What tells whether two sessions share the salt, and not which it is: slow to guess on purpose. DuckDB's comes from scrypt, by
    the connection (python_helpers/tokens.py); PostgreSQL hashes as many times over. Each is compared on its own engine only.
#}
{% macro salt_check() -%}
    {{ return(adapter.dispatch('salt_check', 'frequent_service_users')()) }}
{%- endmacro %}

{% macro duckdb__salt_check() -%}
    getvariable('fsu_salt_check')
{%- endmacro %}

{% macro postgres__salt_check() -%}
    (
        with recursive hashed as (
            select 0 as round, sha256(convert_to('frequent_service_users/salt check/' || current_setting('fsu.token_salt'), 'UTF8')) as digest
            union all
            select round + 1 as round, sha256(digest || convert_to(current_setting('fsu.token_salt'), 'UTF8')) as digest
            from hashed
            where round < 100000
        )

        select left(encode(digest, 'hex'), 32) from hashed where round = 100000
    )
{%- endmacro %}

{% macro spark__salt_check() -%}
    (
        select left(
            aggregate(
                sequence(1, 100000),
                sha2(concat('frequent_service_users/salt check/', {{ spark_token_salt() }}), 256),
                (digest, round) -> sha2(concat(digest, {{ spark_token_salt() }}), 256)
            ),
            32
        )
    )
{%- endmacro %}
