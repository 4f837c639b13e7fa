{#
    Closes a rung's links into components and takes links out of those that end with a person who disagrees with themselves.

    edges     temporary table left_cluster, right_cluster, rule_sequence
    labels    temporary table to create: node (a cluster of the rung before), label
    previous  relation of the rung before: node_id, cluster_id
#}
{% macro close_with_veto(edges, labels, previous) %}
    {%- set open_edges = edges ~ '_open' -%}
    {%- set open_labels = labels ~ '_open' -%}
    {%- set conflicts = labels ~ '_conflicts' -%}
    {% do run_query("drop table if exists " ~ open_edges) %}
    {% do run_query("drop table if exists " ~ labels) %}
    {% do run_query(
        "create temporary table " ~ open_edges
        ~ " as select left_cluster as left_node, right_cluster as right_node, rule_sequence from " ~ edges
    ) %}
    {% do run_query("create temporary table " ~ labels ~ " as select node_id as node, node_id as label from " ~ previous ~ " where 1 = 0") %}
    {%- set rule_count = run_query("select count(distinct rule_sequence) as rule_count from " ~ edges).columns[0].values()[0] -%}
    {%- set state = namespace(is_settled=false) -%}
    {%- for round in range(rule_count + 1) if not state.is_settled -%}
        {% do connected_components(open_edges, open_labels) %}
        {% do run_query("drop table if exists " ~ conflicts) %}
        {% do run_query("create temporary table " ~ conflicts ~ " as " ~ conflicting_components(open_labels, previous)) %}
        {% do run_query(
            "insert into " ~ labels ~ " select node, label from " ~ open_labels
            ~ " where label not in (select label from " ~ conflicts ~ ")"
        ) %}
        {%- set conflict_count = run_query("select count(*) as conflict_count from " ~ conflicts).columns[0].values()[0] -%}
        {%- if conflict_count == 0 -%}
            {%- set state.is_settled = true -%}
        {%- else -%}
            {% do run_query("drop table if exists " ~ open_edges ~ "_kept") %}
            {% do run_query("create temporary table " ~ open_edges ~ "_kept as " ~ without_weakest_rule(open_edges, open_labels, conflicts)) %}
            {% do run_query("drop table " ~ open_edges) %}
            {% do run_query("alter table " ~ open_edges ~ "_kept rename to " ~ open_edges) %}
        {%- endif -%}
    {%- endfor -%}
    {%- if not state.is_settled -%}
        {{ exceptions.raise_compiler_error("close_with_veto: " ~ edges ~ " still has people who disagree with themselves; nothing was written.") }}
    {%- endif -%}
    {% do run_query("drop table " ~ open_edges) %}
    {% do run_query("drop table " ~ open_labels) %}
    {% do run_query("drop table " ~ conflicts) %}
{% endmacro %}

{# Links of the components in conflict, less those of each component's weakest rule. #}
{% macro without_weakest_rule(edges, labels, conflicts) -%}
    with conflicting_edges as (
        select
            edges.left_node,
            edges.right_node,
            edges.rule_sequence,
            max(edges.rule_sequence) over (partition by labels.label) as weakest_sequence
        from {{ edges }} as edges
        inner join {{ labels }} as labels on edges.left_node = labels.node
        inner join {{ conflicts }} as conflicts on labels.label = conflicts.label
    )
    select left_node, right_node, rule_sequence
    from conflicting_edges
    where rule_sequence < weakest_sequence
{%- endmacro %}

{#
    Components whose members disagree: a unit (records tied by trusted ids) whose dates of birth are all irreconcilable with
    the component's main one, a unit whose forenames are all incompatible with the main one, or a cannot-link pair inside.
    The main value is the one most records carry (ties: the smaller id).
#}
{% macro conflicting_components(labels, previous) -%}
    with units as (
        select units.unit_id, labels.label
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
        select distinct units.label
        from units
        inner join {{ ref('int_identity__unit_dobs') }} as dobs on units.unit_id = dobs.unit_id
        inner join dob_ranks as main_dob on units.label = main_dob.label and main_dob.vote_rank = 1
        left join {{ ref('int_identity__near_dobs') }} as near_dobs
            on main_dob.dob_id = near_dobs.left_dob_id and dobs.dob_id = near_dobs.right_dob_id
        group by units.label, units.unit_id
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
    established_units as (
        select distinct unit_id from {{ ref('int_identity__unit_forenames') }} where is_established
    ),
    forename_conflicts as (
        select distinct units.label
        from units
        inner join established_units on units.unit_id = established_units.unit_id
        inner join {{ ref('int_identity__unit_forenames') }} as forenames on units.unit_id = forenames.unit_id
        inner join forename_ranks as main_forename on units.label = main_forename.label and main_forename.vote_rank = 1
        left join {{ ref('int_identity__near_elements') }} as near_elements
            on
                main_forename.forename_element_id = near_elements.left_element_id
                and forenames.forename_element_id = near_elements.right_element_id
        group by units.label, units.unit_id
        having
            max(
                case
                    when
                        forenames.forename_element_id = main_forename.forename_element_id
                        or forenames.surname_element_id = main_forename.forename_element_id
                        or near_elements.left_element_id is not null
                        then 1
                    else 0
                end
            ) = 0
    ),
    forbidden_pairs as (
        select left_labels.label
        from {{ ref('int_identity__cannot_links') }} as cannot_links
        inner join {{ previous }} as left_previous on cannot_links.left_node_id = left_previous.node_id
        inner join {{ previous }} as right_previous on cannot_links.right_node_id = right_previous.node_id
        inner join {{ labels }} as left_labels on left_previous.cluster_id = left_labels.node
        inner join {{ labels }} as right_labels on right_previous.cluster_id = right_labels.node
        where left_labels.label = right_labels.label and left_previous.cluster_id <> right_previous.cluster_id
    )
    select label from dob_conflicts
    union
    select label from forename_conflicts
    union
    select label from forbidden_pairs
{%- endmacro %}
