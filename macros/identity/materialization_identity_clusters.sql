{#
    Materialises who is the same person after one rung: one row per identity record, node_id and cluster_id (its smallest node).

    The model selects the rung's links (left_cluster, right_cluster, rule_sequence) between the clusters of the rung before,
    which config(previous=...) names; without it every record is its own cluster and nothing is vetoed (trusted ids).

    Closure and veto: links are closed into components; where a component holds an irreconcilable date of birth, an
    incompatible forename or a cannot-link pair, the weakest rule's links of that component are taken out and it is closed
    again, until nothing disagrees. Every round takes at least one rule out of every component in conflict, so the loop ends
    after at most as many rounds as there are rules.
#}
{% materialization identity_clusters, default -%}
    {%- set previous = config.get('previous') -%}
    {%- set edges = model.name ~ '_edges' -%}
    {%- set labels = model.name ~ '_labels' -%}
    {% do temporary_table(edges, sql) %}
    {% if previous %}
        {% do close_with_veto(edges, labels, ref(previous)) %}
    {% else %}
        {% do connected_components(edges, labels) %}
    {% endif %}
    {%- set earlier_cluster = 'earlier.cluster_id' if previous else 'earlier.node_id' -%}
    {%- set clusters_sql -%}
        select
            earlier.node_id,
            cast(coalesce(labels.label, {{ earlier_cluster }}) as {{ dbt.type_int() }}) as cluster_id
        from {{ ref(previous or 'int_identity__records') }} as earlier
        left join {{ labels }} as labels on {{ earlier_cluster }} = labels.node
    {%- endset -%}
    {{ return(replace_table_and_drop(clusters_sql, [edges, labels])) }}
{%- endmaterialization %}
