with record_faces as (
    select node_id, name_id, dob_id from {{ ref('int_identity__record_faces') }} where dob_id is not null and not is_weak_dob
),

names as (
    select * from {{ ref('int_identity__names') }} where is_full_name
),

elements as (
    select element_id, is_established_forename from {{ ref('int_identity__name_elements') }}
),

block_values as (
    select * from {{ ref('int_identity__block_values') }} where block = 'phone'
),

near_elements as (
    select * from {{ ref('int_identity__near_elements') }} where is_compatible
),

near_dobs as (
    select * from {{ ref('int_identity__near_dobs') }}
),

faces as (
    select distinct
        block_values.value_id,
        names.forename_element_id,
        names.surname_element_id,
        record_faces.dob_id,
        elements.is_established_forename
    from record_faces
    inner join names on record_faces.name_id = names.name_id
    inner join elements on names.forename_element_id = elements.element_id
    inner join block_values on record_faces.node_id = block_values.node_id
),

compared as (
    select
        left_face.value_id,
        max(
            case
                when
                    left_face.is_established_forename
                    and right_face.is_established_forename
                    and left_face.forename_element_id
                    not in (right_face.forename_element_id, right_face.surname_element_id)
                    and near_elements.left_element_id is null
                    and left_face.dob_id <> right_face.dob_id
                    and near_dobs.left_dob_id is null
                    then 1
                else 0
            end
        ) as shared_flag
    from faces as left_face
    inner join faces as right_face
        on
            left_face.value_id = right_face.value_id
            and (
                left_face.forename_element_id <> right_face.forename_element_id
                or left_face.surname_element_id <> right_face.surname_element_id
                or left_face.dob_id <> right_face.dob_id
            )
    left join near_elements
        on
            left_face.forename_element_id = near_elements.left_element_id
            and right_face.forename_element_id = near_elements.right_element_id
    left join near_dobs
        on left_face.dob_id = near_dobs.left_dob_id and right_face.dob_id = near_dobs.right_dob_id
    group by left_face.value_id
),

counted as (
    select
        count(*) as number_count,
        coalesce(sum(shared_flag), 0) as shared_count
    from compared
)

select
    cast(number_count as {{ dbt.type_int() }}) as number_count,
    cast(shared_count as {{ dbt.type_int() }}) as shared_count,
    -- Too few numbers prove nothing: then numbers are taken for shared, as they are in any household.
    number_count >= {{ var('personal_number_minimum_count') }}
    and shared_count <= number_count * {{ var('personal_number_maximum_shared_share') }} as is_personal
from counted
