{#
    Clusters that disagree with the rest of their component: they hold a trusted cluster (mentions tied by trusted ids) whose dates of birth
    are all irreconcilable with the component's main one or whose forenames are all incompatible with the main one and its aliases, or one end
    of a cannot-link pair, or whose second forename, Singh or Kaur, senior or junior is another. The main value is the one most
    records carry (ties: the smaller id). An honorific is no forename to disagree with.

    labels    relation node (a cluster of the pass before), label: the components as they would be
    previous  relation of the pass before: mention_id, cluster_id
#}
{% macro disagreeing_clusters(labels, previous) -%}
with units as (
    select distinct cluster_id as trusted_cluster_id from {{ ref('int_identity__trusted_clusters') }}
),

-- Whom each component holds and what stands on their records: read once, so that no comparison starts from all who share a value.
component_traits as {{ computed_once() }} (
    select
        labels.label,
        previous.cluster_id,
        units.trusted_cluster_id,
        traits.trait,
        traits.head_id,
        traits.value_id,
        traits.record_count
    from units
    inner join {{ previous }} as previous on units.trusted_cluster_id = previous.mention_id
    inner join {{ labels }} as labels on previous.cluster_id = labels.node
    inner join {{ ref('int_identity__trusted_traits') }} as traits on units.trusted_cluster_id = traits.trusted_cluster_id
),

dob_votes as (
    select label, value_id as dob_id, sum(record_count) as vote_count
    from component_traits
    where trait = 'date_of_birth'
    group by label, value_id
),

dob_ranks as (
    select label, dob_id, row_number() over (partition by label order by vote_count desc, dob_id asc) as vote_rank
    from dob_votes
),

dob_conflicts as (
    select dobs.label, dobs.cluster_id
    from component_traits as dobs
    inner join dob_ranks as main_dob on dobs.label = main_dob.label and main_dob.vote_rank = 1
    left join {{ ref('int_identity__date_comparisons') }} as date_comparisons
        on main_dob.dob_id = date_comparisons.left_dob_id and dobs.value_id = date_comparisons.right_dob_id
    where dobs.trait = 'date_of_birth'
    group by dobs.label, dobs.cluster_id, dobs.trusted_cluster_id
    having max(case when dobs.value_id = main_dob.dob_id or date_comparisons.left_dob_id is not null then 1 else 0 end) = 0
),

{{ forename_conflicts() }},

{{ distinction_conflicts() }},

forbidden_pairs as (
    select left_labels.label, greatest(left_previous.cluster_id, right_previous.cluster_id) as cluster_id
    from {{ ref('int_identity__cannot_links') }} as cannot_links
    inner join {{ previous }} as left_previous on cannot_links.left_mention_id = left_previous.mention_id
    inner join {{ previous }} as right_previous on cannot_links.right_mention_id = right_previous.mention_id
    inner join {{ labels }} as left_labels on left_previous.cluster_id = left_labels.node
    inner join {{ labels }} as right_labels on right_previous.cluster_id = right_labels.node
    where left_labels.label = right_labels.label and left_previous.cluster_id <> right_previous.cluster_id
),

final as (
    select label, cluster_id from dob_conflicts
    union
    select label, cluster_id from forename_conflicts
    union
    select label, cluster_id from distinction_conflicts
    union
    select label, cluster_id from forbidden_pairs
)

select * from final
{%- endmacro %}
