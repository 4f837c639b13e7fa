{#
    Snapshots on Spark, whose own tables take no update. What each refresh said is kept, in `<snapshot>_said`, one partition a date; the
    versions are made from it at every build, with the columns and rows that dbt's own snapshot has elsewhere. A build that is killed
    leaves what other dates said, and the date itself is built again.
    Only what the project's snapshots are: strategy `check`, `hard_deletes: invalidate`, dated by as_of_date.
#}
{% materialization snapshot, adapter='spark' -%}
    {%- set said = this.incorporate(path={'identifier': this.identifier ~ '_said'}) -%}
    {%- set columns = [] -%}
    {%- for column in get_columns_in_query(model['compiled_code']) if column in config.get('unique_key') + config.get('check_cols') -%}
        {%- do columns.append(column) -%}
    {%- endfor -%}
    {{ run_hooks(pre_hooks) }}
    {%- do adapter.create_schema(this) -%}
    {%- do run_query('set spark.sql.sources.partitionOverwriteMode = DYNAMIC') -%}
    {%- set kept = load_relation(said) -%}
    {#- Rows go in by place, and the partition comes last. -#}
    {%- set places = adapter.get_columns_in_relation(said) | map(attribute='name') | reject('equalto', 'as_of_date') | list if kept else columns -%}
    {%- set rows -%}
        select {{ places | join(', ') }}, {{ config.get('updated_at') }} as as_of_date from ({{ model['compiled_code'] }}) as now_in_force
    {%- endset -%}
    {%- if kept is none -%}
        {%- do run_query('create table ' ~ said ~ ' using parquet partitioned by (as_of_date) as ' ~ rows) -%}
    {%- else -%}
        {%- do run_query('insert overwrite table ' ~ said ~ ' partition (as_of_date) ' ~ rows) -%}
    {%- endif -%}
    {{ drop_relation_if_exists(load_relation(this)) }}
    {% call statement('main') -%}
        create table {{ this }} using parquet as {{ versions_of(said, columns, config.get('unique_key')) }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [this.incorporate(type='table'), said.incorporate(type='table')]}) }}
{%- endmaterialization %}

{# A version is a run of refreshes that say the same of a key; it ends at the first refresh that does not. #}
{% macro versions_of(said, columns, unique_key) -%}
with refreshes as (
    select
        as_of_date,
        row_number() over (order by as_of_date) as place,
        lead(as_of_date) over (order by as_of_date) as next_as_of_date
    from (select distinct as_of_date from {{ said }}) as dates
),

placed as (
    select said.*, refreshes.place, refreshes.next_as_of_date
    from {{ said }} as said
    inner join refreshes on said.as_of_date = refreshes.as_of_date
),

-- Refreshes of one version follow each other: their places and their ranks within it keep one distance.
ranked as (
    select
        *,
        place - row_number() over (partition by {{ columns | join(', ') }} order by place) as version_place
    from placed
)

select
    {{ columns | join(', ') }},
    min(as_of_date) as as_of_date,
    {{ snapshot_hash_arguments(unique_key + ['min(as_of_date)']) }} as dbt_scd_id,
    min(as_of_date) as dbt_updated_at,
    min(as_of_date) as dbt_valid_from,
    case when max(case when next_as_of_date is null then 1 else 0 end) = 0 then max(next_as_of_date) end as dbt_valid_to
from ranked
group by {{ columns | join(', ') }}, version_place
{%- endmacro %}
