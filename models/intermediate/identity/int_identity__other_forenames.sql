with clusters as (
    select * from {{ ref('int_identity__rung_1_clusters') }}
),

elements as (
    select element_id from {{ ref('int_identity__name_elements') }} where is_established_forename and not is_honorific
),

record_forenames as (
    select distinct record_names.node_id, record_names.forename_element_id
    from {{ ref('int_identity__record_names') }} as record_names
    inner join elements on record_names.forename_element_id = elements.element_id
)

select distinct
    clusters.cluster_id as unit_id,
    record_forenames.forename_element_id,
    others.forename_element_id as other_forename_element_id
from record_forenames
inner join record_forenames as others on record_forenames.node_id = others.node_id
inner join clusters on record_forenames.node_id = clusters.node_id
where record_forenames.forename_element_id <> others.forename_element_id
