{#
    Stops a build that would mix made-up with real people, or give every real person a new key: because this warehouse, or the
    published release, is of the other kind; because the salt is another one; or because the warehouse has lost what ties people
    to their earlier keys (relations tagged `state`). `fsu restore-state` mends the last. What is only a demo's may be lost.
#}
{% macro require_kept_state() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'snapshot', 'seed', 'retry'] and landed_is_synthetic() is not none -%}
        {%- set is_demo = landed_is_synthetic() -%}
        {%- set mark = load_relation(build_mark_relation()) -%}
        {%- if mark is not none -%}
            {%- for is_synthetic, is_same_salt in run_query('select is_synthetic, salt_check = ' ~ salt_check() ~ ' from ' ~ mark).rows -%}
                {{ refuse_other_kind(is_synthetic, is_demo, 'This warehouse') }}
                {%- if not is_same_salt and not is_demo -%}{{ refuse_other_salt('this warehouse') }}{%- endif -%}
                {%- if not is_same_salt -%}
                    {%- do exceptions.warn('FSU_TOKEN_SALT is not the salt of this warehouse: every made-up person gets a new key.') -%}
                {%- endif -%}
            {%- endfor -%}
        {%- elif not is_demo and load_relation(api.Relation.create(
            database=target.database, schema=build_mark_relation().schema, identifier='int_identity__key_ledger'
        )) is not none -%}
            {{ exceptions.raise_compiler_error(
                "This warehouse's tokens are those of an earlier version, so everybody would get a new key. "
                ~ adapter.dispatch('earlier_tokens_remedy', 'frequent_service_users')()
            ) }}
        {%- endif -%}
        {{ adapter.dispatch('require_kept_state', 'frequent_service_users')(is_demo, mark) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__require_kept_state(is_demo, mark) -%}{%- endmacro %}

{% macro postgres__require_kept_state(is_demo, mark) -%}
    {#- What was there when the release that readers see was published, and is not there now. -#}
    {%- set releases = load_relation(api.Relation.create(
        database=target.database, schema=var('schema_prefix', '') ~ 'releases', identifier='releases'
    )) -%}
    {%- if releases is not none and not is_demo -%}
        {%- set lost = run_query(
            'select count(*) from ' ~ releases ~ ', unnest(state) as relation where is_current and to_regclass(relation) is null'
        ) -%}
        {%- if lost.columns[0][0] > 0 -%}{{ refuse_lost_state() }}{%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__require_kept_state(is_demo, mark) -%}
    {%- set index = ((env_var('FSU_PUBLISHED', '') or 'published') ~ '/current/state/state.json').replace("'", "''") -%}
    {%- if run_query("select count(*) from glob('" ~ index ~ "')").columns[0][0] == 1 -%}
        {%- set kept -%}
            select
                kept.is_synthetic,
                kept.salt_check = {{ salt_check() }} as is_same_salt,
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
        {%- endset -%}
        {%- for is_synthetic, is_same_salt, lost_count in run_query(kept).rows if not (is_synthetic and not is_demo) -%}
            {{ refuse_other_kind(is_synthetic, is_demo, 'The published release') }}
            {%- if not is_demo and not is_same_salt and mark is none -%}{{ refuse_other_salt('the published release') }}{%- endif -%}
            {%- if not is_demo and lost_count > 0 -%}{{ refuse_lost_state() }}{%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{# Spark takes nothing back from a release: what is lost has to come from a backup of its warehouse. #}
{% macro spark__require_kept_state(is_demo, mark) -%}
    {%- set index = temporary_name('kept_state') -%}
    {{ register_files(
        index,
        ['is_synthetic boolean', 'relations array<struct<`schema`: string, relation: string>>'],
        'json',
        absolute_folder(env_var('FSU_PUBLISHED', '') or 'published') ~ '/current/state/state.json'
    ) }}
    {%- set kept = run_query(
        'select is_synthetic, listed.`schema` as zone, listed.relation from ' ~ index ~ ' lateral view explode(relations) kept as listed'
    ).rows -%}
    {%- do run_query('drop table ' ~ index) -%}
    {%- for is_synthetic, zone, name in kept if not (is_synthetic and not is_demo) -%}
        {{ refuse_other_kind(is_synthetic, is_demo, 'The published release') }}
        {%- if not is_demo and load_relation(api.Relation.create(schema=zone, identifier=name)) is none -%}
            {{ exceptions.raise_compiler_error(
                zone ~ '.' ~ name ~ ' is lost, which ties people to their keys: everybody would get a new one. Put the warehouse of Spark back '
                ~ 'from a backup; or, to begin anew on purpose, move the published release away.'
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{% macro default__earlier_tokens_remedy() -%}
    Stay with the version that built it; or, to begin anew on purpose, drop its schemas.
{%- endmacro %}

{% macro duckdb__earlier_tokens_remedy() -%}
    Run `fsu restore-state` first, which carries the keys over.
{%- endmacro %}

{% macro refuse_lost_state() -%}
    {{ exceptions.raise_compiler_error(
        'This warehouse has lost what ties people to their keys: everybody would get a new one. '
        ~ 'Run `fsu restore-state` first, which puts it back from the published release.'
    ) }}
{%- endmacro %}

{% macro refuse_other_kind(is_synthetic, is_demo, holder) -%}
    {%- if is_synthetic != is_demo -%}
        {{ exceptions.raise_compiler_error(
            holder ~ ' holds ' ~ ('made-up' if is_synthetic else 'real') ~ ' people, and the landed extracts are '
            ~ ('made up' if is_demo else 'real') ~ '. Land the right extracts again; or build these elsewhere: set FSU_LANDING, '
            ~ 'FSU_WAREHOUSE (on a server FSU_POSTGRES_DBNAME) and FSU_PUBLISHED to places of their own.'
        ) }}
    {%- endif -%}
{%- endmacro %}

{% macro refuse_other_salt(holder) -%}
    {{ exceptions.raise_compiler_error(
        'FSU_TOKEN_SALT is not the salt of ' ~ holder ~ ': everybody would get a new key. Set the former salt. After `fsu rotate-salt`, '
        ~ 'run `fsu restore-state` with the new one first. To begin anew on purpose, move the warehouse (on a server take another database) and '
        ~ 'the published release away.'
    ) }}
{%- endmacro %}
