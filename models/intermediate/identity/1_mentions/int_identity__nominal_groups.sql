{{ config(materialized='connected_components') }}

select distinct
    {{ record_key('connect', 'nominal', 'nominal_id') }} as left_node,
    {{ record_key('connect', 'nominal', 'merged_into') }} as right_node
from {{ ref('stg_connect__nominals') }}
where merged_into is not null and merged_into <> nominal_id
