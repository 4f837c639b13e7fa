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
    {%- set members_sql -%}
        {% if previous -%}
        select
            earlier.mention_id,
            cast(coalesce(labels.label, earlier.cluster_id) as {{ dbt.type_int() }}) as cluster_id,
            labels.label is not null as is_merged,
            earlier.main_dob_id,
            earlier.mention_count,
            earlier.has_phone,
            earlier.has_property,
            earlier.has_place
        from {{ ref(previous) }} as earlier
        left join {{ labels }} as labels on earlier.cluster_id = labels.node
        {%- else -%}
        select
            earlier.mention_id,
            cast(coalesce(labels.label, earlier.mention_id) as {{ dbt.type_int() }}) as cluster_id
        from {{ ref('int_identity__mentions') }} as earlier
        left join {{ labels }} as labels on earlier.mention_id = labels.node
        {%- endif %}
    {%- endset -%}
    {% do temporary_table(members, members_sql) %}
    {{ return(replace_table_and_drop(facts_after_merging(members) if previous else cluster_facts(members), [edges, labels, members])) }}
{%- endmaterialization %}
