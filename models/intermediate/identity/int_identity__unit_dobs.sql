with clusters as (
    select * from {{ ref('int_identity__rung_1_clusters') }}
),

record_names as (
    select distinct node_id, dob_id from {{ ref('int_identity__record_names') }} where dob_id is not null and not is_weak_dob
)

select
    clusters.cluster_id as unit_id,
    record_names.dob_id,
    count(*) as record_count
from record_names
inner join clusters on record_names.node_id = clusters.node_id
group by clusters.cluster_id, record_names.dob_id
