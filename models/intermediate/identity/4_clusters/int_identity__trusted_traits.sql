with clusters as (
    select mention_id, cluster_id from {{ ref('int_identity__trusted_clusters') }}
),

mention_names as (
    select * from {{ ref('int_identity__mention_names') }}
),

-- A forename in its own right can contradict another; an honorific, or a word that nobody knows as a forename, cannot.
forenames as (
    select
        mention_names.mention_id,
        mention_names.forename_token_id,
        coalesce(mention_names.surname_token_id, 0) as surname_token_id,
        case
            when name_tokens.is_honorific then 'honorific'
            when name_tokens.is_established_forename then 'forename'
            else 'unknown_forename'
        end as trait
    from mention_names
    inner join {{ ref('int_identity__name_tokens') }} as name_tokens on mention_names.forename_token_id = name_tokens.name_token_id
),

known_forenames as (
    select distinct mention_id, forename_token_id from forenames where trait = 'forename'
),

-- Numbers stand for words and dates, so that every trait is compared alike.
traits as (
    select mention_id, 'date_of_birth' as trait, 0 as head_id, dob_id as value_id
    from mention_names
    where dob_id is not null and not is_weak_dob
    union
    select mention_id, trait, surname_token_id as head_id, forename_token_id as value_id from forenames
    union
    -- Whoever is known by both, a nominal with an alias say, does not disagree with themselves.
    select known_forenames.mention_id, 'alias' as trait, known_forenames.forename_token_id as head_id, others.forename_token_id as value_id
    from known_forenames
    inner join known_forenames as others
        on known_forenames.mention_id = others.mention_id and known_forenames.forename_token_id <> others.forename_token_id
    union
    select mention_id, 'second_forename' as trait, forename_token_id as head_id, second_forename_token_id as value_id
    from mention_names
    where second_forename_token_id is not null
    union
    select
        mention_id,
        'singh_or_kaur' as trait,
        0 as head_id,
        case when singh_or_kaur = {{ token("'SINGH'", 'name') }} then 1 else 2 end as value_id
    from mention_names
    where singh_or_kaur is not null
    union
    select
        mention_id,
        'generation' as trait,
        0 as head_id,
        case generation when 'senior' then 1 when 'junior' then 2 when 'second' then 3 else 4 end as value_id
    from mention_names
    where generation is not null
),

final as (
    select
        clusters.cluster_id as trusted_cluster_id,
        traits.trait,
        traits.head_id,
        traits.value_id,
        count(*) as record_count
    from traits
    inner join clusters on traits.mention_id = clusters.mention_id
    group by clusters.cluster_id, traits.trait, traits.head_id, traits.value_id
)

select * from final
