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
    {%- set open_labels = labels ~ '_open' -%}
    {%- set conflicts = labels ~ '_conflicts' -%}
    {%- set max_rounds = 200 -%}
    {# Two tables of links take turns: a round closes the one, and leaves in the other what is to be closed again. #}
    {%- set state = namespace(is_settled=false, open_edges=edges ~ '_open_1') -%}
    {% do temporary_table(
        state.open_edges, "select left_cluster as left_node, right_cluster as right_node, rule_sequence from " ~ edges
    ) %}
    {% do temporary_table(labels, "select mention_id as node, mention_id as label from " ~ previous ~ " where 1 = 0") %}
    {%- for round in range(max_rounds) if not state.is_settled -%}
        {% do connected_components(state.open_edges, open_labels) %}
        {% do temporary_table(
            conflicts, disagreeing_clusters(open_labels, previous) ~ ("" if var('conflict_veto') else " limit 0")
        ) %}
        {% do run_query(
            "insert into " ~ labels ~ " select node, label from " ~ open_labels
            ~ " where label not in (select label from " ~ conflicts ~ ")"
        ) %}
        {%- set kept_edges = edges ~ '_open_' ~ (round % 2) -%}
        {% do temporary_table(kept_edges, without_weakest_links(state.open_edges, open_labels, conflicts)) %}
        {%- set state.open_edges = kept_edges -%}
        {%- set conflict_count = run_query("select count(*) as conflict_count from " ~ conflicts).columns[0].values()[0] -%}
        {%- set state.is_settled = conflict_count == 0 -%}
    {%- endfor -%}
    {%- if not state.is_settled -%}
        {{ exceptions.raise_compiler_error(
            "close_with_veto: " ~ edges ~ " still has people who disagree with themselves after " ~ max_rounds ~ " rounds; nothing was written."
        ) }}
    {%- endif -%}
    {% for table in [edges ~ '_open_0', edges ~ '_open_1', open_labels, conflicts] %}
        {% do run_query("drop table " ~ table) %}
    {% endfor %}
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

disagreeing_edges as (
    select left_disagreeing as cluster_id, rule_sequence from component_edges where left_disagreeing is not null
    union all
    select right_disagreeing as cluster_id, rule_sequence from component_edges where right_disagreeing is not null
),

weakest as (
    select cluster_id, max(rule_sequence) as rule_sequence
    from disagreeing_edges
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
