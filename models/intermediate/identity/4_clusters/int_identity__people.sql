with clusters as (
    select * from {{ ref('int_identity__pass_5_clusters') }}
),

records as (
    select mention_id, record_key, source_system, record_type from {{ ref('int_identity__mentions') }}
),

named as (
    select distinct mention_id from {{ ref('int_identity__mention_names') }} where name_id is not null
),

nominal_merges as (
    select distinct
        {{ record_key('connect', 'nominal', 'nominal_id') }} as merged_record_key,
        {{ record_key('connect', 'nominal', 'merged_into') }} as surviving_record_key
    from {{ ref('stg_connect__nominals') }}
    where merged_into is not null and merged_into <> nominal_id
),

merged_away as (
    select distinct merged_record_key as record_key from nominal_merges
),

survivors as (
    select distinct surviving_record_key as record_key from nominal_merges
),

-- A typed entry without a usable name is nobody by itself; an index number (nominal, Compact person) is somebody.
judged as (
    select
        clusters.cluster_id,
        max(case when records.record_type <> 'person_entry' or named.mention_id is not null then 1 else 0 end) as person_flag
    from clusters
    inner join records on clusters.mention_id = records.mention_id
    left join named on clusters.mention_id = named.mention_id
    group by clusters.cluster_id
),

-- Whoever undoes a merge finds the key with the nominal that had survived it.
ranked as (
    select
        records.mention_id,
        records.record_key,
        records.source_system,
        records.record_type,
        clusters.cluster_id,
        row_number() over (
            partition by clusters.cluster_id
            order by
                case when merged_away.record_key is not null then 2 when survivors.record_key is not null then 0 else 1 end,
                records.record_key
        ) as founding_rank
    from clusters
    inner join records on clusters.mention_id = records.mention_id
    left join merged_away on records.record_key = merged_away.record_key
    left join survivors on records.record_key = survivors.record_key
),

final as (
    select
        ranked.mention_id,
        ranked.record_key,
        ranked.source_system,
        ranked.record_type,
        ranked.cluster_id,
        judged.person_flag = 1 as is_person,
        ranked.founding_rank = 1 as is_founding_record
    from ranked
    inner join judged on ranked.cluster_id = judged.cluster_id
)

select * from final
