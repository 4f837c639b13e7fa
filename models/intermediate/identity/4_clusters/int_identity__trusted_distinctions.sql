with mention_names as (
    select * from {{ ref('int_identity__mention_names') }}
),

-- Numbers stand for the words, so that every kind is compared alike.
distinctions as (
    select mention_id, 'second_forename' as kind, forename_token_id as head_id, second_forename_token_id as distinction
    from mention_names
    where second_forename_token_id is not null
    union
    select
        mention_id,
        'singh_or_kaur' as kind,
        0 as head_id,
        case when singh_or_kaur = {{ token("'SINGH'", 'name') }} then 1 else 2 end as distinction
    from mention_names
    where singh_or_kaur is not null
    union
    select
        mention_id,
        'generation' as kind,
        0 as head_id,
        case generation when 'senior' then 1 when 'junior' then 2 when 'second' then 3 else 4 end as distinction
    from mention_names
    where generation is not null
),

final as (
    select
        trusted_clusters.cluster_id as trusted_cluster_id,
        distinctions.kind,
        distinctions.head_id,
        distinctions.distinction,
        count(*) as record_count
    from distinctions
    inner join {{ ref('int_identity__trusted_clusters') }} as trusted_clusters on distinctions.mention_id = trusted_clusters.mention_id
    group by trusted_clusters.cluster_id, distinctions.kind, distinctions.head_id, distinctions.distinction
)

select * from final
