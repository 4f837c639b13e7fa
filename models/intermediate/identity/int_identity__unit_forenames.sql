with clusters as (
    select * from {{ ref('int_identity__rung_1_clusters') }}
),

record_names as (
    select distinct node_id, forename_element_id, surname_element_id
    from {{ ref('int_identity__record_names') }}
    where forename_element_id is not null
),

elements as (
    select
        element_id,
        is_established_forename and not is_honorific as is_established,
        is_honorific
    from {{ ref('int_identity__name_elements') }}
)

select
    clusters.cluster_id as unit_id,
    record_names.forename_element_id,
    record_names.surname_element_id,
    elements.is_established,
    elements.is_honorific,
    count(*) as record_count
from record_names
inner join clusters on record_names.node_id = clusters.node_id
inner join elements on record_names.forename_element_id = elements.element_id
group by
    clusters.cluster_id, record_names.forename_element_id, record_names.surname_element_id, elements.is_established, elements.is_honorific
