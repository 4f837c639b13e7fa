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

trusted as (
    select units.trusted_cluster_id, previous.cluster_id, labels.label
    from units
    inner join {{ previous }} as previous on units.trusted_cluster_id = previous.mention_id
    inner join {{ labels }} as labels on previous.cluster_id = labels.node
),

dobs as (
    select trusted_cluster_id, value_id as dob_id, record_count
    from {{ ref('int_identity__trusted_traits') }}
    where trait = 'date_of_birth'
),

dob_votes as (
    select trusted.label, dobs.dob_id, sum(dobs.record_count) as vote_count
    from trusted
    inner join dobs on trusted.trusted_cluster_id = dobs.trusted_cluster_id
    group by trusted.label, dobs.dob_id
),

dob_ranks as (
    select label, dob_id, row_number() over (partition by label order by vote_count desc, dob_id asc) as vote_rank
    from dob_votes
),

dob_conflicts as (
    select trusted.label, trusted.cluster_id
    from trusted
    inner join dobs on trusted.trusted_cluster_id = dobs.trusted_cluster_id
    inner join dob_ranks as main_dob on trusted.label = main_dob.label and main_dob.vote_rank = 1
    left join {{ ref('int_identity__date_comparisons') }} as date_comparisons
        on main_dob.dob_id = date_comparisons.left_dob_id and dobs.dob_id = date_comparisons.right_dob_id
    group by trusted.label, trusted.cluster_id, trusted.trusted_cluster_id
    having max(case when dobs.dob_id = main_dob.dob_id or date_comparisons.left_dob_id is not null then 1 else 0 end) = 0
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
