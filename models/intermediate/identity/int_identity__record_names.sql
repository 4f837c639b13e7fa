with typed_names as (
    select * from {{ ref('int_identity__typed_names') }}
),

elements as (
    select element_id, element, is_honorific from {{ ref('int_identity__name_elements') }}
),

dob_values as (
    select dob_id, date_of_birth from {{ ref('int_identity__dob_values') }}
)

select
    typed_names.node_id,
    typed_names.name_kind,
    forenames.element_id as forename_element_id,
    surnames.element_id as surname_element_id,
    -- The order of the names is not trusted: 'Smith John' and 'John Smith' have one key.
    coalesce(least(forenames.element_id, surnames.element_id), forenames.element_id, surnames.element_id) as first_element_id,
    case
        when forenames.element_id is not null and surnames.element_id is not null
            then greatest(forenames.element_id, surnames.element_id)
        else 0
    end as second_element_id,
    coalesce(forenames.is_honorific and surnames.is_honorific, false) as is_honorific_only,
    dob_values.dob_id,
    coalesce(typed_names.dob_quality = 'weak', false) as is_weak_dob
from typed_names
left join elements as forenames on typed_names.forename = forenames.element
left join elements as surnames on typed_names.surname = surnames.element
left join dob_values on typed_names.date_of_birth = dob_values.date_of_birth
