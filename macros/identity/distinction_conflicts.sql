{#
    CTEs of the veto, from `component_traits` to `distinction_conflicts`: clusters (label, cluster_id) that carry another second
    forename of one first forename, another of Singh and Kaur or of senior and junior than the component's main one.
#}
{% macro distinction_conflicts() -%}
distinctions as (
    select *
    from component_traits
    where trait in ('second_forename', 'singh_or_kaur', 'generation')
),

distinction_votes as (
    select label, trait, head_id, value_id, sum(record_count) as vote_count
    from distinctions
    group by label, trait, head_id, value_id
),

distinction_ranks as (
    select
        label,
        trait,
        head_id,
        value_id,
        row_number() over (partition by label, trait, head_id order by vote_count desc, value_id asc) as vote_rank
    from distinction_votes
),

distinction_conflicts as (
    select distinctions.label, distinctions.cluster_id
    from distinctions
    inner join distinction_ranks
        on
            distinctions.label = distinction_ranks.label
            and distinctions.trait = distinction_ranks.trait
            and distinctions.head_id = distinction_ranks.head_id
            and distinction_ranks.vote_rank = 1
    left join {{ ref('int_identity__token_comparisons') }} as token_comparisons
        on
            distinctions.value_id = token_comparisons.left_token_id
            and distinction_ranks.value_id = token_comparisons.right_token_id
            and token_comparisons.is_compatible
    group by distinctions.label, distinctions.cluster_id, distinctions.trusted_cluster_id, distinctions.trait, distinctions.head_id
    having
        max(
            case
                when distinctions.value_id = distinction_ranks.value_id then 1
                when distinctions.trait = 'second_forename' and token_comparisons.left_token_id is not null then 1
                else 0
            end
        ) = 0
)
{%- endmacro %}
