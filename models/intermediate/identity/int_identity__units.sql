select distinct cluster_id as unit_id
from {{ ref('int_identity__rung_1_clusters') }}
