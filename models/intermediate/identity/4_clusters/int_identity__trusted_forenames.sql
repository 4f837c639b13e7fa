with clusters as (
    select * from {{ ref('int_identity__trusted_clusters') }}
),

mention_names as (
    select distinct mention_id, forename_token_id, surname_token_id
    from {{ ref('int_identity__mention_names') }}
    where forename_token_id is not null
),

elements as (
    select
        name_token_id,
        is_established_forename and not is_honorific as is_established,
        is_honorific
    from {{ ref('int_identity__name_tokens') }}
),

final as (
    select
        clusters.cluster_id as trusted_cluster_id,
        mention_names.forename_token_id,
        mention_names.surname_token_id,
        elements.is_established,
        elements.is_honorific,
        count(*) as record_count
    from mention_names
    inner join clusters on mention_names.mention_id = clusters.mention_id
    inner join elements on mention_names.forename_token_id = elements.name_token_id
    group by
        clusters.cluster_id, mention_names.forename_token_id, mention_names.surname_token_id, elements.is_established, elements.is_honorific
)

select * from final
