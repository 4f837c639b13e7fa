with clusters as (
    select * from {{ ref('int_identity__trusted_clusters') }}
),

mention_names as (
    select distinct mention_id, dob_id from {{ ref('int_identity__mention_names') }} where dob_id is not null and not is_weak_dob
),

final as (
    select
        clusters.cluster_id as trusted_cluster_id,
        mention_names.dob_id,
        count(*) as record_count
    from mention_names
    inner join clusters on mention_names.mention_id = clusters.mention_id
    group by clusters.cluster_id, mention_names.dob_id
)

select * from final
