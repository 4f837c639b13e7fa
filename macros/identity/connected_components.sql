{#
    Connected components by alternating large-star and small-star contraction (Kiveris et al., Connected Components in MapReduce
    and Beyond, 2014): each round rewires every edge to the smallest neighbour, so that paths shrink geometrically and no
    node needs a list longer than its neighbourhood. Labels are the smallest node of each component: the same on every
    engine, in any row order, with any number of threads.

    edges   name of a table with two columns, left_node and right_node, of one sortable type
    labels  name of the temporary table to create: node, label; isolated nodes do not appear

    Raises a compiler error when the loop has not converged after max_rounds: a wrong label is worse than no label.
#}
{% macro connected_components(edges, labels, max_rounds=60) %}
    {# Two tables take turns: each round reads the one and writes the other. #}
    {%- set state = namespace(is_converged=false, rounds=0, stars=labels ~ '_stars_1') -%}
    {% do temporary_table(
        state.stars,
        "select distinct"
        ~ " case when left_node > right_node then left_node else right_node end as node,"
        ~ " case when left_node > right_node then right_node else left_node end as parent"
        ~ " from " ~ edges ~ " where left_node <> right_node"
    ) %}
    {%- for round in range(max_rounds) if not state.is_converged -%}
        {%- set state.rounds = round + 1 -%}
        {%- set contracted = labels ~ '_stars_' ~ (round % 2) -%}
        {% do temporary_table(contracted, contracted_stars(state.stars)) %}
        {%- set state.stars = contracted -%}
        {# A forest of stars: no parent is itself anybody's child. #}
        {%- set open_paths = run_query(
            "select count(*) as open_paths from (select node from " ~ state.stars ~ " group by node having count(*) > 1) as several"
            ~ " union all select count(*) from " ~ state.stars ~ " as child"
            ~ " inner join " ~ state.stars ~ " as grandchild on child.node = grandchild.parent"
        ).columns[0].values() | sum -%}
        {%- if open_paths == 0 -%}{%- set state.is_converged = true -%}{%- endif -%}
    {%- endfor -%}
    {%- if not state.is_converged -%}
        {{ exceptions.raise_compiler_error(
            "connected_components: " ~ edges ~ " has not converged after " ~ max_rounds ~ " rounds; nothing was written."
        ) }}
    {%- endif -%}
    {% do temporary_table(
        labels,
        "select node, parent as label from " ~ state.stars
        ~ " union all select distinct parent as node, parent as label from " ~ state.stars
    ) %}
    {% do run_query("drop table " ~ labels ~ "_stars_0") %}
    {% do run_query("drop table " ~ labels ~ "_stars_1") %}
    {{ return(state.rounds) }}
{% endmacro %}

{#
    One round. Large star: every node links its larger neighbours to the smallest node it sees. Small star: every node links its
    smaller neighbours, and itself, to the smallest of them.
#}
{% macro contracted_stars(edges) -%}
with neighbours as (
    select node, parent as neighbour from {{ edges }}
    union all
    select parent as node, node as neighbour from {{ edges }}
),

smallest_neighbours as (
    select node, least(node, min(neighbour)) as smallest_node from neighbours group by node
),

large_star as (
    select distinct neighbours.neighbour as node, smallest_neighbours.smallest_node as parent
    from neighbours
    inner join smallest_neighbours on neighbours.node = smallest_neighbours.node
    where neighbours.neighbour > neighbours.node
),

smallest_parents as (
    select node, min(parent) as smallest_node from large_star group by node
),

small_star as (
    select distinct large_star.parent as node, smallest_parents.smallest_node as parent
    from large_star
    inner join smallest_parents on large_star.node = smallest_parents.node
    where large_star.parent <> smallest_parents.smallest_node
    union
    select node, smallest_node as parent from smallest_parents
)

select node, parent from small_star
{%- endmacro %}
