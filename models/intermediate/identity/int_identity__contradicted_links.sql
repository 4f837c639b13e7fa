with records as (
    select * from {{ ref('int_identity__records') }}
),

record_faces as (
    select * from {{ ref('int_identity__record_faces') }}
),

names as (
    select * from {{ ref('int_identity__names') }}
),

near_elements as (
    select * from {{ ref('int_identity__near_elements') }}
),

near_dobs as (
    select * from {{ ref('int_identity__near_dobs') }}
),

faces as (
    select
        record_faces.node_id,
        record_faces.dob_id,
        names.forename_element_id,
        names.surname_element_id,
        names.is_full_name
    from record_faces
    inner join names on record_faces.name_id = names.name_id
),

operator_links as (
    select
        entries.node_id as entry_node_id,
        nominals.node_id as nominal_node_id
    from records as entries
    inner join records as nominals on entries.nominal_record_key = nominals.record_key
    where entries.record_type = 'person_entry' and nominals.record_type = 'nominal'
),

compared as (
    select
        operator_links.entry_node_id,
        operator_links.nominal_node_id,
        max(
            case
                when
                    entry_faces.forename_element_id in (nominal_faces.forename_element_id, nominal_faces.surname_element_id)
                    or entry_faces.surname_element_id in (nominal_faces.forename_element_id, nominal_faces.surname_element_id)
                    or near_forenames.left_element_id is not null
                    or near_surnames.left_element_id is not null
                    or entry_faces.dob_id = nominal_faces.dob_id
                    or near_dobs.left_dob_id is not null
                    then 1
                else 0
            end
        ) as agreement_flag
    from operator_links
    inner join faces as entry_faces on operator_links.entry_node_id = entry_faces.node_id
    inner join faces as nominal_faces on operator_links.nominal_node_id = nominal_faces.node_id
    left join near_elements as near_forenames
        on
            entry_faces.forename_element_id = near_forenames.left_element_id
            and nominal_faces.forename_element_id = near_forenames.right_element_id
    left join near_elements as near_surnames
        on
            entry_faces.surname_element_id = near_surnames.left_element_id
            and nominal_faces.surname_element_id = near_surnames.right_element_id
    left join near_dobs
        on entry_faces.dob_id = near_dobs.left_dob_id and nominal_faces.dob_id = near_dobs.right_dob_id
    where entry_faces.is_full_name and nominal_faces.is_full_name
    group by operator_links.entry_node_id, operator_links.nominal_node_id
)

select
    entry_node_id,
    nominal_node_id
from compared
where agreement_flag = 0
