with people as (
    select node_id, record_key, cluster_id, is_person from {{ ref('int_identity__people') }}
),

record_names as (
    select * from {{ ref('int_identity__record_names') }}
),

block_values as (
    select node_id, block, value_id from {{ ref('int_identity__block_values') }} where block in ('phone', 'property', 'postcode', 'event')
),

rules as (
    select rule_code from {{ ref('match_rules') }} where block = 'nameless_dob' and is_on
),

nameless as (
    select distinct people.node_id, people.record_key, record_names.dob_id
    from people
    inner join record_names on people.node_id = record_names.node_id
    where
        not people.is_person
        and record_names.first_element_id is null
        and record_names.dob_id is not null
        and not record_names.is_weak_dob
),

dated as (
    select distinct people.cluster_id, block_values.block, block_values.value_id, record_names.dob_id
    from people
    inner join record_names on people.node_id = record_names.node_id
    inner join block_values on people.node_id = block_values.node_id
    where people.is_person and record_names.dob_id is not null and not record_names.is_weak_dob
)

-- Twins share date and place: with two who fit, nobody knows which.
select
    nameless.record_key,
    min(dated.cluster_id) as cluster_id,
    rules.rule_code
from nameless
inner join block_values on nameless.node_id = block_values.node_id
inner join dated
    on
        block_values.block = dated.block
        and block_values.value_id = dated.value_id
        and nameless.dob_id = dated.dob_id
cross join rules
group by nameless.record_key, rules.rule_code
having count(distinct dated.cluster_id) = 1
