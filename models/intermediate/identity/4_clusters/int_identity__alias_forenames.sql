with clusters as (
    select * from {{ ref('int_identity__trusted_clusters') }}
),

elements as (
    select name_token_id from {{ ref('int_identity__name_tokens') }} where is_established_forename and not is_honorific
),

record_forenames as (
    select distinct mention_names.mention_id, mention_names.forename_token_id
    from {{ ref('int_identity__mention_names') }} as mention_names
    inner join elements on mention_names.forename_token_id = elements.name_token_id
),

final as (
    select distinct
        clusters.cluster_id as trusted_cluster_id,
        record_forenames.forename_token_id,
        others.forename_token_id as other_forename_token_id
    from record_forenames
    inner join record_forenames as others on record_forenames.mention_id = others.mention_id
    inner join clusters on record_forenames.mention_id = clusters.mention_id
    where record_forenames.forename_token_id <> others.forename_token_id
)

select * from final
