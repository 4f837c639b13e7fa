{#
    Materialises who is the same person after one pass: one row per mention, with its cluster (named by its smallest mention) and what
    the next pass needs to know of that cluster (`cluster_facts`).

    The model selects the pass's links (left_cluster, right_cluster, rule_sequence) between the clusters of the pass before,
    which config(previous=...) names; without it every mention is its own cluster and nothing is vetoed (trusted ids).
    Links are closed into components, less what the veto takes out (`close_with_veto`).
#}
{% materialization identity_clusters, default -%}
    {%- set previous = config.get('previous') -%}
    {%- set edges = temporary_name(model.name ~ '_edges') -%}
    {%- set labels = temporary_name(model.name ~ '_labels') -%}
    {%- set members = temporary_name(model.name ~ '_members') -%}
    {% do temporary_table(edges, sql) %}
    {% if previous %}
        {% do close_with_veto(edges, labels, ref(previous)) %}
    {% else %}
        {% do connected_components(edges, labels) %}
    {% endif %}
    {%- set earlier_cluster = 'earlier.cluster_id' if previous else 'earlier.mention_id' -%}
    {%- set members_sql -%}
        select
            earlier.mention_id,
            cast(coalesce(labels.label, {{ earlier_cluster }}) as {{ dbt.type_int() }}) as cluster_id
        from {{ ref(previous or 'int_identity__mentions') }} as earlier
        left join {{ labels }} as labels on {{ earlier_cluster }} = labels.node
    {%- endset -%}
    {% do temporary_table(members, members_sql) %}
    {{ return(replace_table_and_drop(cluster_facts(members), [edges, labels, members])) }}
{%- endmaterialization %}
