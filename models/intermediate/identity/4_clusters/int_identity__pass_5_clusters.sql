{{ config(materialized='identity_clusters', previous='int_identity__pass_4_clusters') }}
{{ depends_on_cluster_inputs() }}
-- depends_on: {{ ref('int_identity__pass_4_clusters') }}
select
    left_cluster,
    right_cluster,
    rule_sequence
from ({{ judged_links(ref('int_identity__pass_5_links')) }}) as judged_links
where is_only_fit
