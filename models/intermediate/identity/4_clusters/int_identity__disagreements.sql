with trusted_clusters as (
    select * from {{ ref('int_identity__trusted_clusters') }}
),

parts as (
    select distinct
        trusted_clusters.cluster_id as node,
        clusters.cluster_id as label
    from trusted_clusters
    inner join {{ ref('int_identity__pass_4_clusters') }} as clusters on trusted_clusters.mention_id = clusters.mention_id
),

several_parts as (
    select label from parts group by label having count(*) > 1
),

-- A part alone disagrees with nobody.
labels as (
    select parts.node, parts.label
    from parts
    inner join several_parts on parts.label = several_parts.label
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
