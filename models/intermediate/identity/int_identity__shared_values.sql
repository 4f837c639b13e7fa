with faces as (
    select distinct node_id, name_id from {{ ref('int_identity__record_faces') }}
),

record_phones as (
    select node_id, 'phone' as block, phone_token as value_token from {{ ref('int_identity__record_phones') }}
),

record_places as (
    select node_id, block, place_token as value_token from {{ ref('int_identity__record_places') }}
),

record_events as (
    select node_id, 'event' as block, event_token as value_token from {{ ref('int_identity__record_events') }}
),

limits as (
    select attribute, max_distinct_names from {{ ref('shared_value_limits') }}
),

all_values as (
    select * from record_phones
    union all
    select * from record_places
    union all
    select * from record_events
),

counted as (
    select
        all_values.block,
        all_values.value_token,
        count(distinct faces.name_id) as name_count,
        count(distinct all_values.node_id) as record_count
    from all_values
    inner join faces on all_values.node_id = faces.node_id
    group by all_values.block, all_values.value_token
)

select
    counted.block,
    counted.value_token,
    counted.name_count,
    counted.record_count,
    limits.max_distinct_names
from counted
inner join limits on counted.block = limits.attribute
where counted.name_count > limits.max_distinct_names
