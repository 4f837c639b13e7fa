{#
    Clusters that disagree with the rest of their component: they hold a trusted cluster (mentions tied by trusted ids) whose dates of birth
    are all irreconcilable with the component's main one or whose forenames are all incompatible with the main one and its aliases, or one end
    of a cannot-link pair, or whose second forename, Singh or Kaur, senior or junior is another. The main value is the one most
    records carry (ties: the smaller id). An honorific is no forename to disagree with.

    labels    relation node (a cluster of the pass before), label: the components as they would be
    previous  relation of the pass before: mention_id, cluster_id
#}
{% macro disagreeing_clusters(labels, previous) -%}
    with trusted as (
        select units.trusted_cluster_id, previous.cluster_id, labels.label
        from (select distinct cluster_id as trusted_cluster_id from {{ ref('int_identity__trusted_clusters') }}) as units
        inner join {{ previous }} as previous on units.trusted_cluster_id = previous.mention_id
        inner join {{ labels }} as labels on previous.cluster_id = labels.node
    ),
    dob_votes as (
        select trusted.label, dobs.dob_id, sum(dobs.record_count) as vote_count
        from trusted
        inner join {{ ref('int_identity__trusted_dates') }} as dobs on trusted.trusted_cluster_id = dobs.trusted_cluster_id
        group by trusted.label, dobs.dob_id
    ),
    dob_ranks as (
        select label, dob_id, row_number() over (partition by label order by vote_count desc, dob_id asc) as vote_rank
        from dob_votes
    ),
    dob_conflicts as (
        select trusted.label, trusted.cluster_id
        from trusted
        inner join {{ ref('int_identity__trusted_dates') }} as dobs on trusted.trusted_cluster_id = dobs.trusted_cluster_id
        inner join dob_ranks as main_dob on trusted.label = main_dob.label and main_dob.vote_rank = 1
        left join {{ ref('int_identity__date_comparisons') }} as date_comparisons
            on main_dob.dob_id = date_comparisons.left_dob_id and dobs.dob_id = date_comparisons.right_dob_id
        group by trusted.label, trusted.cluster_id, trusted.trusted_cluster_id
        having max(case when dobs.dob_id = main_dob.dob_id or date_comparisons.left_dob_id is not null then 1 else 0 end) = 0
    ),
    forename_votes as (
        select trusted.label, forenames.forename_token_id, sum(forenames.record_count) as vote_count
        from trusted
        inner join {{ ref('int_identity__trusted_forenames') }} as forenames on trusted.trusted_cluster_id = forenames.trusted_cluster_id
        where forenames.is_established
        group by trusted.label, forenames.forename_token_id
    ),
    forename_ranks as (
        select
            label,
            forename_token_id,
            row_number() over (partition by label order by vote_count desc, forename_token_id asc) as vote_rank
        from forename_votes
    ),
    -- The main forename, and those that one record carries beside it: an alias is no other person's name. A short form of an
    -- honorific that the person carries ('Mo', 'Moh') is no other forename either.
    own_forenames as (
        select label, forename_token_id from forename_ranks where vote_rank = 1
        union
        select trusted.label, other_forenames.other_forename_token_id as forename_token_id
        from trusted
        inner join {{ ref('int_identity__alias_forenames') }} as other_forenames on trusted.trusted_cluster_id = other_forenames.trusted_cluster_id
        inner join forename_ranks
            on
                trusted.label = forename_ranks.label
                and other_forenames.forename_token_id = forename_ranks.forename_token_id
                and forename_ranks.vote_rank = 1
        union
        select trusted.label, forenames.forename_token_id
        from trusted
        inner join {{ ref('int_identity__trusted_forenames') }} as forenames on trusted.trusted_cluster_id = forenames.trusted_cluster_id
        where forenames.is_honorific
    ),
    -- A family name typed alone, or first, is no forename.
    surname_ranks as (
        select label, surname_token_id, row_number() over (partition by label order by vote_count desc, surname_token_id asc) as vote_rank
        from (
            select trusted.label, forenames.surname_token_id, sum(forenames.record_count) as vote_count
            from trusted
            inner join {{ ref('int_identity__trusted_forenames') }} as forenames on trusted.trusted_cluster_id = forenames.trusted_cluster_id
            where forenames.surname_token_id is not null
            group by trusted.label, forenames.surname_token_id
        ) as surname_votes
    ),
    named_trusted_clusters as (
        select distinct trusted_cluster_id from {{ ref('int_identity__trusted_forenames') }} where is_established
    ),
    forename_conflicts as (
        select trusted.label, trusted.cluster_id
        from trusted
        inner join named_trusted_clusters on trusted.trusted_cluster_id = named_trusted_clusters.trusted_cluster_id
        inner join {{ ref('int_identity__trusted_forenames') }} as forenames on trusted.trusted_cluster_id = forenames.trusted_cluster_id
        inner join own_forenames on trusted.label = own_forenames.label
        left join surname_ranks on trusted.label = surname_ranks.label and surname_ranks.vote_rank = 1
        left join {{ ref('int_identity__token_comparisons') }} as token_comparisons
            on
                own_forenames.forename_token_id = token_comparisons.left_token_id
                and forenames.forename_token_id = token_comparisons.right_token_id
                and token_comparisons.is_compatible
        -- An honorific that a named person carries beside the name in use says nothing either way.
        where not forenames.is_honorific
        group by trusted.label, trusted.cluster_id, trusted.trusted_cluster_id
        having
            max(
                case
                    when
                        forenames.forename_token_id = own_forenames.forename_token_id
                        or forenames.surname_token_id = own_forenames.forename_token_id
                        or forenames.forename_token_id = surname_ranks.surname_token_id
                        or token_comparisons.left_token_id is not null
                        then 1
                    else 0
                end
            ) = 0
    ),
    forbidden_pairs as (
        select left_labels.label, greatest(left_previous.cluster_id, right_previous.cluster_id) as cluster_id
        from {{ ref('int_identity__cannot_links') }} as cannot_links
        inner join {{ previous }} as left_previous on cannot_links.left_mention_id = left_previous.mention_id
        inner join {{ previous }} as right_previous on cannot_links.right_mention_id = right_previous.mention_id
        inner join {{ labels }} as left_labels on left_previous.cluster_id = left_labels.node
        inner join {{ labels }} as right_labels on right_previous.cluster_id = right_labels.node
        where left_labels.label = right_labels.label and left_previous.cluster_id <> right_previous.cluster_id
    ),
    -- Second forenames of one first forename, Singh and Kaur, senior and junior: the component's main one against the others.
    distinction_ranks as (
        select
            label,
            kind,
            head_id,
            distinction,
            row_number() over (partition by label, kind, head_id order by vote_count desc, distinction asc) as vote_rank
        from (
            select trusted.label, distinctions.kind, distinctions.head_id, distinctions.distinction, sum(distinctions.record_count) as vote_count
            from trusted
            inner join {{ ref('int_identity__trusted_distinctions') }} as distinctions
                on trusted.trusted_cluster_id = distinctions.trusted_cluster_id
            group by trusted.label, distinctions.kind, distinctions.head_id, distinctions.distinction
        ) as distinction_votes
    ),
    distinction_conflicts as (
        select trusted.label, trusted.cluster_id
        from trusted
        inner join {{ ref('int_identity__trusted_distinctions') }} as distinctions
            on trusted.trusted_cluster_id = distinctions.trusted_cluster_id
        inner join distinction_ranks
            on
                trusted.label = distinction_ranks.label
                and distinctions.kind = distinction_ranks.kind
                and distinctions.head_id = distinction_ranks.head_id
                and distinction_ranks.vote_rank = 1
        left join {{ ref('int_identity__token_comparisons') }} as token_comparisons
            on
                distinctions.kind = 'second_forename'
                and distinctions.distinction = token_comparisons.left_token_id
                and distinction_ranks.distinction = token_comparisons.right_token_id
                and token_comparisons.is_compatible
        group by trusted.label, trusted.cluster_id, trusted.trusted_cluster_id, distinctions.kind, distinctions.head_id
        having
            max(
                case
                    when distinctions.distinction = distinction_ranks.distinction or token_comparisons.left_token_id is not null then 1
                    else 0
                end
            ) = 0
    )
    select label, cluster_id from dob_conflicts
    union
    select label, cluster_id from forename_conflicts
    union
    select label, cluster_id from distinction_conflicts
    union
    select label, cluster_id from forbidden_pairs
{%- endmacro %}
