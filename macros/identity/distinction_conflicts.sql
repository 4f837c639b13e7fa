{#
    CTEs of the veto, from `trusted` (trusted_cluster_id, cluster_id, label) to `distinction_conflicts`: clusters (label, cluster_id) that
    carry another second forename of one first forename, another of Singh and Kaur or of senior and junior than the component's main one.
#}
{% macro distinction_conflicts() -%}
distinction_votes as (
    select trusted.label, distinctions.kind, distinctions.head_id, distinctions.distinction, sum(distinctions.record_count) as vote_count
    from trusted
    inner join {{ ref('int_identity__trusted_distinctions') }} as distinctions
        on trusted.trusted_cluster_id = distinctions.trusted_cluster_id
    group by trusted.label, distinctions.kind, distinctions.head_id, distinctions.distinction
),

distinction_ranks as (
    select
        label,
        kind,
        head_id,
        distinction,
        row_number() over (partition by label, kind, head_id order by vote_count desc, distinction asc) as vote_rank
    from distinction_votes
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
            distinctions.distinction = token_comparisons.left_token_id
            and distinction_ranks.distinction = token_comparisons.right_token_id
            and token_comparisons.is_compatible
    group by trusted.label, trusted.cluster_id, trusted.trusted_cluster_id, distinctions.kind, distinctions.head_id
    having
        max(
            case
                when distinctions.distinction = distinction_ranks.distinction then 1
                when distinctions.kind = 'second_forename' and token_comparisons.left_token_id is not null then 1
                else 0
            end
        ) = 0
)
{%- endmacro %}
