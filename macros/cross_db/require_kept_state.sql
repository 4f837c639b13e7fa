{#
    Stops a build that would give everybody a new key: real people are published, and this warehouse has lost what ties
    them to their earlier keys (relations tagged `state`), or the salt is another one. `fsu restore-state` mends the first.
    Demo releases are passed over: nothing is lost with them.
#}
{% macro require_kept_state() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'snapshot'] -%}
        {{ adapter.dispatch('require_kept_state', 'frequent_service_users')() }}
    {%- endif -%}
{%- endmacro %}

{% macro default__require_kept_state() -%}{%- endmacro %}

{% macro duckdb__require_kept_state() -%}
    {%- set index = (env_var('FSU_PUBLISHED', '') or 'published') ~ '/current/state/state.json' -%}
    {%- if run_query("select count(*) from glob('" ~ index ~ "')").columns[0][0] == 1 -%}
        {%- set kept -%}
            select
                kept.salt_check = getvariable('fsu_salt_check') as is_same_salt,
                (
                    select count(*) from (select unnest(kept.relations) as relation) as listed
                    where not exists (
                        select 1 from duckdb_tables()
                        where schema_name = listed.relation."schema" and table_name = listed.relation."relation"
                    )
                ) as lost_count
            from read_json('{{ index }}', columns = {
                is_synthetic: 'boolean', salt_check: 'varchar', relations: 'struct("schema" varchar, "relation" varchar)[]'
            }) as kept
            where not kept.is_synthetic
        {%- endset -%}
        {%- for is_same_salt, lost_count in run_query(kept).rows -%}
            {%- if not is_same_salt -%}
                {{ exceptions.raise_compiler_error(
                    'FSU_TOKEN_SALT is not the salt of the published release: everybody would get a new key. Set the former salt; '
                    ~ 'or, to begin anew on purpose, move the warehouse and the folder ' ~ index[:-17] ~ ' away.'
                ) }}
            {%- elif lost_count > 0 -%}
                {{ exceptions.raise_compiler_error(
                    'This warehouse has lost what ties people to their keys: everybody would get a new one. '
                    ~ 'Run `fsu restore-state` first, which puts it back from the published release.'
                ) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
