{#
    Closes a rung's links into components and takes links out of those that end with a person who disagrees with themselves:
    in each such component, of the clusters that disagree with its main date of birth or forename, the links of their weakest
    rule; then it is closed again, until nothing disagrees. A round takes at least one rule's links away from at least one
    cluster of every component in conflict, and a cluster alone disagrees with nobody, so the loop ends.

    edges     temporary table left_cluster, right_cluster, rule_sequence
    labels    temporary table to create: node (a cluster of the rung before), label
    previous  relation of the rung before: node_id, cluster_id
#}
{% macro close_with_veto(edges, labels, previous) %}
    {%- set open_edges = edges ~ '_open' -%}
    {%- set open_labels = labels ~ '_open' -%}
    {%- set conflicts = labels ~ '_conflicts' -%}
    {% do temporary_table(
        open_edges, "select left_cluster as left_node, right_cluster as right_node, rule_sequence from " ~ edges
    ) %}
    {% do temporary_table(labels, "select node_id as node, node_id as label from " ~ previous ~ " where 1 = 0") %}
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
    Clusters that disagree with the rest of their component: they hold a unit (records tied by trusted ids) whose dates of birth
    are all irreconcilable with the component's main one or whose forenames are all incompatible with the main one and its aliases, or one end
    of a cannot-link pair. The main value is the one most records carry (ties: the smaller id). An honorific is no forename to
    disagree with. Where numbers are personal, a value that one record carries disagrees with nobody.
#}
{% macro disagreeing_clusters(labels, previous) -%}
    with units as (
        select units.unit_id, previous.cluster_id, labels.label
        from {{ ref('int_identity__units') }} as units
        inner join {{ previous }} as previous on units.unit_id = previous.node_id
        inner join {{ labels }} as labels on previous.cluster_id = labels.node
    ),
    dob_votes as (
        select units.label, dobs.dob_id, sum(dobs.record_count) as vote_count
        from units
        inner join {{ ref('int_identity__unit_dobs') }} as dobs on units.unit_id = dobs.unit_id
        group by units.label, dobs.dob_id
    ),
    dob_ranks as (
        select label, dob_id, row_number() over (partition by label order by vote_count desc, dob_id asc) as vote_rank
        from dob_votes
    ),
    dob_conflicts as (
        select units.label, units.cluster_id
        from units
        inner join {{ ref('int_identity__unit_dobs') }} as dobs on units.unit_id = dobs.unit_id
        inner join dob_ranks as main_dob on units.label = main_dob.label and main_dob.vote_rank = 1
        left join {{ ref('int_identity__near_dobs') }} as near_dobs
            on main_dob.dob_id = near_dobs.left_dob_id and dobs.dob_id = near_dobs.right_dob_id
        cross join {{ ref('int_identity__number_use') }} as number_use
        where not number_use.is_personal or dobs.record_count > 1
        group by units.label, units.cluster_id, units.unit_id
        having max(case when dobs.dob_id = main_dob.dob_id or near_dobs.left_dob_id is not null then 1 else 0 end) = 0
    ),
    forename_votes as (
        select units.label, forenames.forename_element_id, sum(forenames.record_count) as vote_count
        from units
        inner join {{ ref('int_identity__unit_forenames') }} as forenames on units.unit_id = forenames.unit_id
        where forenames.is_established
        group by units.label, forenames.forename_element_id
    ),
    forename_ranks as (
        select
            label,
            forename_element_id,
            row_number() over (partition by label order by vote_count desc, forename_element_id asc) as vote_rank
        from forename_votes
    ),
    -- The main forename, and those that one record carries beside it: an alias is no other person's name. A short form of an
    -- honorific that the person carries ('Mo', 'Moh') is no other forename either.
    own_forenames as (
        select label, forename_element_id from forename_ranks where vote_rank = 1
        union
        select units.label, other_forenames.other_forename_element_id as forename_element_id
        from units
        inner join {{ ref('int_identity__other_forenames') }} as other_forenames on units.unit_id = other_forenames.unit_id
        inner join forename_ranks
            on
                units.label = forename_ranks.label
                and other_forenames.forename_element_id = forename_ranks.forename_element_id
                and forename_ranks.vote_rank = 1
        union
        select units.label, forenames.forename_element_id
        from units
        inner join {{ ref('int_identity__unit_forenames') }} as forenames on units.unit_id = forenames.unit_id
        where forenames.is_honorific
    ),
    -- A family name typed alone, or first, is no forename.
    surname_ranks as (
        select label, surname_element_id, row_number() over (partition by label order by vote_count desc, surname_element_id asc) as vote_rank
        from (
            select units.label, forenames.surname_element_id, sum(forenames.record_count) as vote_count
            from units
            inner join {{ ref('int_identity__unit_forenames') }} as forenames on units.unit_id = forenames.unit_id
            where forenames.surname_element_id is not null
            group by units.label, forenames.surname_element_id
        ) as surname_votes
    ),
    established_units as (
        select distinct unit_id from {{ ref('int_identity__unit_forenames') }} where is_established
    ),
    forename_conflicts as (
        select units.label, units.cluster_id
        from units
        inner join established_units on units.unit_id = established_units.unit_id
        inner join {{ ref('int_identity__unit_forenames') }} as forenames on units.unit_id = forenames.unit_id
        inner join own_forenames on units.label = own_forenames.label
        left join surname_ranks on units.label = surname_ranks.label and surname_ranks.vote_rank = 1
        left join {{ ref('int_identity__near_elements') }} as near_elements
            on
                own_forenames.forename_element_id = near_elements.left_element_id
                and forenames.forename_element_id = near_elements.right_element_id
                and near_elements.is_compatible
        cross join {{ ref('int_identity__number_use') }} as number_use
        where not number_use.is_personal or forenames.record_count > 1
        group by units.label, units.cluster_id, units.unit_id
        having
            max(
                case
                    when
                        forenames.forename_element_id = own_forenames.forename_element_id
                        or forenames.surname_element_id = own_forenames.forename_element_id
                        or forenames.forename_element_id = surname_ranks.surname_element_id
                        or near_elements.left_element_id is not null
                        then 1
                    else 0
                end
            ) = 0
    ),
    forbidden_pairs as (
        select left_labels.label, greatest(left_previous.cluster_id, right_previous.cluster_id) as cluster_id
        from {{ ref('int_identity__cannot_links') }} as cannot_links
        inner join {{ previous }} as left_previous on cannot_links.left_node_id = left_previous.node_id
        inner join {{ previous }} as right_previous on cannot_links.right_node_id = right_previous.node_id
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
