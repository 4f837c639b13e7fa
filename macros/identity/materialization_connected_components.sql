{#
    Materialises the connected components of the edges (left_node, right_node) that the model selects: one row per node, with
    node and label, the smallest node of its component. Nodes without an edge do not appear.
#}
{% materialization connected_components, default -%}
    {%- set edges = temporary_name(model.name ~ '_edges') -%}
    {%- set labels = temporary_name(model.name ~ '_labels') -%}
    {% do temporary_table(edges, sql) %}
    {% do connected_components(edges, labels) %}
    {{ return(replace_table_and_drop("select node, label from " ~ labels, [edges, labels])) }}
{%- endmaterialization %}
