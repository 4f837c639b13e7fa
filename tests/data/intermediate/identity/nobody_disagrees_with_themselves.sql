{{ config(enabled=var('conflict_veto')) }}
-- Each pass takes out what disagrees, so after the last one nobody is left who does.
select cluster_id, trusted_cluster_id
from {{ ref('int_identity__disagreements') }}
