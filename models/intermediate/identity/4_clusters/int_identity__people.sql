with clusters as (
    select * from {{ ref('int_identity__pass_4_clusters') }}
),

records as (
    select * from {{ ref('int_identity__mentions') }}
),

named as (
    select distinct mention_id from {{ ref('int_identity__mention_names') }} where name_id is not null
),

sealed_records as (
    select record_key from {{ ref('int_identity__sealed_records') }}
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

-- A record that names a sealed nominal says whose it is, whatever was typed beside it: a protected person has a new name.
naming as (
    select records.mention_id, nominals.mention_id as nominal_mention_id
    from records
    inner join sealed_records on records.nominal_record_key = sealed_records.record_key
    left join records as nominals on sealed_records.record_key = nominals.record_key
),

-- Unless an expert says that the operator's link was a slip.
slips as (
    select left_mention_id as mention_id, right_mention_id as nominal_mention_id
    from {{ ref('int_identity__cannot_links') }}
    where beats_trusted_ids
    union
    select right_mention_id as mention_id, left_mention_id as nominal_mention_id
    from {{ ref('int_identity__cannot_links') }}
    where beats_trusted_ids
),

sealed as (
    select distinct naming.mention_id
    from naming
    left join slips on naming.mention_id = slips.mention_id and naming.nominal_mention_id = slips.nominal_mention_id
    where slips.mention_id is null
),

-- A typed entry without a usable name is nobody by itself; an index number (nominal, Compact person) is somebody.
judged as (
    select
        clusters.cluster_id,
        max(case when records.record_type <> 'person_entry' or named.mention_id is not null then 1 else 0 end) as person_flag,
        max(case when sealed.mention_id is not null then 1 else 0 end) as sealed_flag
    from clusters
    inner join records on clusters.mention_id = records.mention_id
    left join named on clusters.mention_id = named.mention_id
    left join sealed on clusters.mention_id = sealed.mention_id
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
        judged.sealed_flag = 1 as has_sealed_record,
        ranked.founding_rank = 1 as is_founding_record
    from ranked
    inner join judged on ranked.cluster_id = judged.cluster_id
)

select * from final
