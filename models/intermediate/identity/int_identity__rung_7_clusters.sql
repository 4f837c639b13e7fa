{{ config(materialized='identity_clusters', previous='int_identity__rung_6_clusters') }}
-- depends_on: {{ ref('int_identity__rung_6_clusters') }}
-- depends_on: {{ ref('int_identity__units') }}
-- depends_on: {{ ref('int_identity__unit_dobs') }}
-- depends_on: {{ ref('int_identity__unit_forenames') }}
-- depends_on: {{ ref('int_identity__other_forenames') }}
-- depends_on: {{ ref('int_identity__near_dobs') }}
-- depends_on: {{ ref('int_identity__near_elements') }}
-- depends_on: {{ ref('int_identity__cannot_links') }}
-- depends_on: {{ ref('int_identity__number_use') }}

select
    left_cluster,
    right_cluster,
    rule_sequence
from {{ ref('int_identity__rung_7_links') }}
where is_only_fit
