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
    {%- set work = labels ~ '_stars' -%}
    {% do temporary_table(
        work,
        "select distinct"
        ~ " case when left_node > right_node then left_node else right_node end as node,"
        ~ " case when left_node > right_node then right_node else left_node end as parent"
        ~ " from " ~ edges ~ " where left_node <> right_node"
    ) %}
    {%- set state = namespace(is_converged=false, rounds=0) -%}
    {%- for round in range(max_rounds) if not state.is_converged -%}
        {%- set state.rounds = round + 1 -%}
        {% do temporary_table(work ~ "_large", large_star(work)) %}
        {% do temporary_table(work ~ "_small", small_star(work ~ "_large")) %}
        {# A forest of stars: no parent is itself anybody's child. #}
        {%- set open_paths = run_query(
            "select count(*) as open_paths from (select node from " ~ work ~ "_small group by node having count(*) > 1) as several"
            ~ " union all select count(*) from " ~ work ~ "_small as child"
            ~ " inner join " ~ work ~ "_small as grandchild on child.node = grandchild.parent"
        ).columns[0].values() | sum -%}
        {% do run_query("drop table " ~ work) %}
        {% do run_query("alter table " ~ work ~ "_small rename to " ~ work) %}
        {%- if open_paths == 0 -%}{%- set state.is_converged = true -%}{%- endif -%}
    {%- endfor -%}
    {%- if not state.is_converged -%}
        {{ exceptions.raise_compiler_error(
            "connected_components: " ~ edges ~ " has not converged after " ~ max_rounds ~ " rounds; nothing was written."
        ) }}
    {%- endif -%}
    {% do temporary_table(
        labels,
        "select node, parent as label from " ~ work
        ~ " union all select distinct parent as node, parent as label from " ~ work
    ) %}
    {% do run_query("drop table " ~ work ~ "_large") %}
    {% do run_query("drop table " ~ work) %}
    {{ return(state.rounds) }}
{% endmacro %}

{# Every node links its larger neighbours to the smallest node it sees. #}
{% macro large_star(edges) -%}
with neighbours as (
    select node, parent as neighbour from {{ edges }}
    union all
    select parent as node, node as neighbour from {{ edges }}
),

smallest as (
    select node, least(node, min(neighbour)) as smallest_node from neighbours group by node
)

select distinct neighbours.neighbour as node, smallest.smallest_node as parent
from neighbours
inner join smallest on neighbours.node = smallest.node
where neighbours.neighbour > neighbours.node
{%- endmacro %}

{# Every node links its smaller neighbours, and itself, to the smallest of them. #}
{% macro small_star(edges) -%}
with smallest as (
    select node, min(parent) as smallest_node from {{ edges }} group by node
)

select distinct edges.parent as node, smallest.smallest_node as parent
from {{ edges }} as edges
inner join smallest on edges.node = smallest.node
where edges.parent <> smallest.smallest_node
union
select node, smallest_node as parent from smallest
{%- endmacro %}
