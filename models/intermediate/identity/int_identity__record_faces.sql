with record_names as (
    select distinct
        node_id,
        first_element_id,
        second_element_id,
        dob_id,
        is_weak_dob
    from {{ ref('int_identity__record_names') }}
    where first_element_id is not null
),

names as (
    select name_id, first_element_id, second_element_id from {{ ref('int_identity__names') }}
)

select
    record_names.node_id,
    names.name_id,
    record_names.dob_id,
    record_names.is_weak_dob
from record_names
inner join names
    on
        record_names.first_element_id = names.first_element_id
        and record_names.second_element_id = names.second_element_id
