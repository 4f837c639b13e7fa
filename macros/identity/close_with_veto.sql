{#
    Closes a pass's links into components and takes links out of those that end with a person who disagrees with themselves:
    in each such component, of the clusters that disagree with its main date of birth or forename, the links of their weakest
    rule; then it is closed again, until nothing disagrees. A round takes at least one rule's links away from at least one
    cluster of every component in conflict, and a cluster alone disagrees with nobody, so the loop ends.

    edges     temporary table left_cluster, right_cluster, rule_sequence
    labels    temporary table to create: node (a cluster of the pass before), label
    previous  relation of the pass before: mention_id, cluster_id
#}
{% macro close_with_veto(edges, labels, previous) %}
    {%- set open_edges = edges ~ '_open' -%}
    {%- set open_labels = labels ~ '_open' -%}
    {%- set conflicts = labels ~ '_conflicts' -%}
    {% do temporary_table(
        open_edges, "select left_cluster as left_node, right_cluster as right_node, rule_sequence from " ~ edges
    ) %}
    {% do temporary_table(labels, "select mention_id as node, mention_id as label from " ~ previous ~ " where 1 = 0") %}
    {%- set max_rounds = 200 -%}
    {%- set state = namespace(is_settled=false) -%}
    {%- for round in range(max_rounds) if not state.is_settled -%}
        {% do connected_components(open_edges, open_labels) %}
        {% do temporary_table(
            conflicts, disagreeing_clusters(open_labels, previous) ~ ("" if var('conflict_veto') else " limit 0")
        ) %}
        {% do run_query(
            "insert into " ~ labels ~ " select node, label from " ~ open_labels
            ~ " where label not in (select label from " ~ conflicts ~ ")"
        ) %}
        {%- set conflict_count = run_query("select count(*) as conflict_count from " ~ conflicts).columns[0].values()[0] -%}
        {%- if conflict_count == 0 -%}
            {%- set state.is_settled = true -%}
        {%- else -%}
            {% do temporary_table(open_edges ~ "_kept", without_weakest_links(open_edges, open_labels, conflicts)) %}
            {% do run_query("drop table " ~ open_edges) %}
            {% do run_query("alter table " ~ open_edges ~ "_kept rename to " ~ open_edges) %}
        {%- endif -%}
    {%- endfor -%}
    {%- if not state.is_settled -%}
        {{ exceptions.raise_compiler_error(
            "close_with_veto: " ~ edges ~ " still has people who disagree with themselves after " ~ max_rounds ~ " rounds; nothing was written."
        ) }}
    {%- endif -%}
    {% do run_query("drop table " ~ open_edges) %}
    {% do run_query("drop table " ~ open_labels) %}
    {% do run_query("drop table " ~ conflicts) %}
{% endmacro %}

{# Links of the components in conflict, less those of the weakest rule that ties each disagreeing cluster. #}
{% macro without_weakest_links(edges, labels, conflicts) -%}
    with component_edges as (
        select
            edges.left_node,
            edges.right_node,
            edges.rule_sequence,
            left_conflicts.cluster_id as left_disagreeing,
            right_conflicts.cluster_id as right_disagreeing
        from {{ edges }} as edges
        inner join {{ labels }} as labels on edges.left_node = labels.node
        left join {{ conflicts }} as left_conflicts on edges.left_node = left_conflicts.cluster_id
        left join {{ conflicts }} as right_conflicts on edges.right_node = right_conflicts.cluster_id
        where labels.label in (select label from {{ conflicts }})
    ),
    weakest as (
        select cluster_id, max(rule_sequence) as rule_sequence
        from (
            select left_disagreeing as cluster_id, rule_sequence from component_edges where left_disagreeing is not null
            union all
            select right_disagreeing as cluster_id, rule_sequence from component_edges where right_disagreeing is not null
        ) as disagreeing_edges
        group by cluster_id
    )
    select component_edges.left_node, component_edges.right_node, component_edges.rule_sequence
    from component_edges
    left join weakest as left_weakest
        on
            component_edges.left_disagreeing = left_weakest.cluster_id
            and component_edges.rule_sequence = left_weakest.rule_sequence
    left join weakest as right_weakest
        on
            component_edges.right_disagreeing = right_weakest.cluster_id
            and component_edges.rule_sequence = right_weakest.rule_sequence
    where left_weakest.cluster_id is null and right_weakest.cluster_id is null
{%- endmacro %}

{#
    Clusters that disagree with the rest of their component: they hold a trusted cluster (mentions tied by trusted ids) whose dates of birth
    are all irreconcilable with the component's main one or whose forenames are all incompatible with the main one and its aliases, or one end
    of a cannot-link pair. The main value is the one most records carry (ties: the smaller id). An honorific is no forename to
    disagree with. Where numbers are personal, a value that one record carries disagrees with nobody.
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
        cross join {{ ref('int_identity__number_use') }} as number_use
        where not number_use.is_personal or dobs.record_count > 1
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
        cross join {{ ref('int_identity__number_use') }} as number_use
        where not number_use.is_personal or forenames.record_count > 1
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
    )
    select label, cluster_id from dob_conflicts
    union
    select label, cluster_id from forename_conflicts
    union
    select label, cluster_id from forbidden_pairs
{%- endmacro %}
