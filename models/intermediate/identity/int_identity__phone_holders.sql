with record_phones as (
    select * from {{ ref('int_identity__record_phones') }}
),

shared_values as (
    select value_token from {{ ref('int_identity__shared_values') }} where block = 'phone'
),

people as (
    select node_id, cluster_id from {{ ref('int_identity__people') }} where is_person
),

named as (
    select distinct node_id from {{ ref('int_identity__record_faces') }}
)

select
    record_phones.phone_token,
    people.cluster_id,
    record_phones.is_landline,
    count(*) as record_count,
    -- Known without a date: held whenever asked.
    case when count(record_phones.held_from_at) = count(*) then min(record_phones.held_from_at) end as held_from_at,
    case when count(record_phones.held_to_at) = count(*) then max(record_phones.held_to_at) end as held_to_at
from record_phones
inner join named on record_phones.node_id = named.node_id
inner join people on record_phones.node_id = people.node_id
left join shared_values on record_phones.phone_token = shared_values.value_token
where shared_values.value_token is null
group by record_phones.phone_token, record_phones.is_landline, people.cluster_id
