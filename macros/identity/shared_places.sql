{# CTE of a pass: pairs of people whom a rule that asks for it ties, and who share a property or postcode, either way round. #}
{% macro shared_places() -%}
shared_places as (
    select distinct
        dated_pairs.left_cluster,
        dated_pairs.right_cluster
    from dated_pairs
    inner join rules
        on
            dated_pairs.match_key = rules.match_key
            and dated_pairs.name_agreement = rules.name_agreement
            and dated_pairs.dob_agreement = rules.dob_agreement
            and rules.needs_shared_place
    inner join clusters as left_clusters on dated_pairs.left_cluster = left_clusters.cluster_id
    inner join {{ ref('int_identity__match_key_values') }} as left_values
        on left_clusters.mention_id = left_values.mention_id and left_values.match_key in ('property', 'postcode')
    inner join {{ ref('int_identity__match_key_values') }} as right_values
        on left_values.match_key = right_values.match_key and left_values.value_id = right_values.value_id
    inner join clusters as right_clusters
        on right_values.mention_id = right_clusters.mention_id and dated_pairs.right_cluster = right_clusters.cluster_id
)
{%- endmacro %}
