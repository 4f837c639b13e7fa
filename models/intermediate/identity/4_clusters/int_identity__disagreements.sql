with trusted_clusters as (
    select * from {{ ref('int_identity__trusted_clusters') }}
),

parts as (
    select distinct
        trusted_clusters.cluster_id as node,
        clusters.cluster_id as label
    from trusted_clusters
    inner join {{ ref('int_identity__pass_5_clusters') }} as clusters on trusted_clusters.mention_id = clusters.mention_id
),

-- A part alone disagrees with nobody.
labels as (
    select node, label
    from parts
    where label in (select label from parts group by label having count(*) > 1)
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
