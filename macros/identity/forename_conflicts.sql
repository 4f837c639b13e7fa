{#
    CTEs of the veto, from `component_traits` to `forename_conflicts`: clusters (label, cluster_id) that hold a trusted cluster none
    of whose forenames may stand for the component's main one or its aliases.
#}
{% macro forename_conflicts() -%}
forenames as (
    select
        label,
        cluster_id,
        trusted_cluster_id,
        trait,
        value_id as forename_token_id,
        nullif(head_id, 0) as surname_token_id,
        record_count
    from component_traits
    where trait in ('forename', 'honorific', 'unknown_forename')
),

forename_votes as (
    select label, forename_token_id, sum(record_count) as vote_count
    from forenames
    where trait = 'forename'
    group by label, forename_token_id
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
    select aliases.label, aliases.value_id as forename_token_id
    from component_traits as aliases
    inner join forename_ranks
        on
            aliases.label = forename_ranks.label
            and aliases.head_id = forename_ranks.forename_token_id
            and forename_ranks.vote_rank = 1
    where aliases.trait = 'alias'
    union
    select label, forename_token_id from forenames where trait = 'honorific'
),

surname_votes as (
    select label, surname_token_id, sum(record_count) as vote_count
    from forenames
    where surname_token_id is not null
    group by label, surname_token_id
),

-- A family name typed alone, or first, is no forename.
surname_ranks as (
    select label, surname_token_id, row_number() over (partition by label order by vote_count desc, surname_token_id asc) as vote_rank
    from surname_votes
),

named_trusted_clusters as (
    select distinct trusted_cluster_id from forenames where trait = 'forename'
),

forename_conflicts as (
    select forenames.label, forenames.cluster_id
    from forenames
    inner join named_trusted_clusters on forenames.trusted_cluster_id = named_trusted_clusters.trusted_cluster_id
    inner join own_forenames on forenames.label = own_forenames.label
    left join surname_ranks on forenames.label = surname_ranks.label and surname_ranks.vote_rank = 1
    left join {{ ref('int_identity__token_comparisons') }} as token_comparisons
        on
            own_forenames.forename_token_id = token_comparisons.left_token_id
            and forenames.forename_token_id = token_comparisons.right_token_id
            and token_comparisons.is_compatible
    -- An honorific that a named person carries beside the name in use says nothing either way.
    where forenames.trait <> 'honorific'
    group by forenames.label, forenames.cluster_id, forenames.trusted_cluster_id
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
)
{%- endmacro %}
