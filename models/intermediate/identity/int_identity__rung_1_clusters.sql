{{ config(materialized='identity_clusters') }}
-- depends_on: {{ ref('int_identity__records') }}

select
    left_node_id as left_node,
    right_node_id as right_node
from {{ ref('int_identity__rung_1_links') }}
where is_only_fit
