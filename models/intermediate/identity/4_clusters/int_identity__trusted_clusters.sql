{{ config(materialized='identity_clusters') }}
{{ depends_on_cluster_inputs(has_veto=false) }}
select
    left_mention_id as left_node,
    right_mention_id as right_node
from {{ ref('int_identity__trusted_links') }}
where is_only_fit
