{{ config(materialized='connected_components') }}

select
    left_record_key as left_node,
    right_record_key as right_node
from {{ ref('int_identity__nominal_merges') }}
