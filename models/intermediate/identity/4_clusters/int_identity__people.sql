with clusters as (
    select * from {{ ref('int_identity__pass_5_clusters') }}
),

records as (
    select mention_id, record_key, source_system, record_type from {{ ref('int_identity__mentions') }}
),

named as (
    select distinct mention_id from {{ ref('int_identity__mention_names') }} where name_id is not null
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

final as (
    select
        records.mention_id,
        records.record_key,
        records.source_system,
        records.record_type,
        clusters.cluster_id,
        judged.person_flag = 1 as is_person
    from clusters
    inner join records on clusters.mention_id = records.mention_id
    inner join judged on clusters.cluster_id = judged.cluster_id
)

select * from final
