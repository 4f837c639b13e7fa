with record_faces as (
    select node_id, name_id, dob_id from {{ ref('int_identity__record_faces') }} where not is_weak_dob or dob_id is null
),

names as (
    select name_id, forename_element_id, surname_element_id from {{ ref('int_identity__names') }}
),

block_values as (
    select * from {{ ref('int_identity__block_values') }}
),

faces as (
    select distinct
        block_values.block,
        block_values.value_id,
        record_faces.name_id,
        names.forename_element_id,
        names.surname_element_id,
        record_faces.dob_id
    from record_faces
    inner join names on record_faces.name_id = names.name_id
    inner join block_values on record_faces.node_id = block_values.node_id
)

select distinct
    left_face.forename_element_id as left_forename_element_id,
    right_face.forename_element_id as right_forename_element_id,
    left_face.surname_element_id as left_surname_element_id,
    right_face.surname_element_id as right_surname_element_id,
    left_face.dob_id as left_dob_id,
    right_face.dob_id as right_dob_id,
    left_face.name_id = right_face.name_id as is_same_name
from faces as left_face
inner join faces as right_face
    on
        left_face.block = right_face.block
        and left_face.value_id = right_face.value_id
where
    (left_face.name_id <> right_face.name_id or left_face.dob_id <> right_face.dob_id)
    and (
        left_face.dob_id = right_face.dob_id
        or (
            left_face.block = 'phone'
            and (
                left_face.name_id = right_face.name_id
                or left_face.forename_element_id = right_face.forename_element_id
                or left_face.surname_element_id = right_face.surname_element_id
            )
        )
    )
