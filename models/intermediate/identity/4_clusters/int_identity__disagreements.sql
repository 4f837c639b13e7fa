with trusted_clusters as (
    select * from {{ ref('int_identity__trusted_clusters') }}
),

labels as (
    select distinct
        trusted_clusters.cluster_id as node,
        clusters.cluster_id as label
    from trusted_clusters
    inner join {{ ref('int_identity__pass_5_clusters') }} as clusters on trusted_clusters.mention_id = clusters.mention_id
),

disagreeing as (
    {{ disagreeing_clusters('labels', 'trusted_clusters') | indent(4) }}
),

final as (
    select
        label as cluster_id,
        cluster_id as trusted_cluster_id
    from disagreeing
)

select * from final
