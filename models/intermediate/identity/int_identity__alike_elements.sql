with letter_pairs as (
    select * from {{ ref('int_identity__letter_pairs') }}
),

-- Names that met under one date of birth or number are compared more closely: by the pairs of letters they share.
met_elements as (
    select left_forename_element_id as left_element_id, right_forename_element_id as right_element_id
    from {{ ref('int_identity__met_faces') }}
    where left_forename_element_id <> right_forename_element_id
    union
    select left_surname_element_id as left_element_id, right_surname_element_id as right_element_id
    from {{ ref('int_identity__met_faces') }}
    where left_surname_element_id <> right_surname_element_id
),

letters_shared as (
    select
        met_elements.left_element_id,
        met_elements.right_element_id,
        sum(least(left_letters.occurrence_count, right_letters.occurrence_count)) as shared_count,
        max(left_letters.element_length + right_letters.element_length + 2) as letter_pair_count
    from met_elements
    inner join letter_pairs as left_letters on met_elements.left_element_id = left_letters.element_id
    inner join letter_pairs as right_letters
        on
            met_elements.right_element_id = right_letters.element_id
            and left_letters.letter_pair = right_letters.letter_pair
    group by met_elements.left_element_id, met_elements.right_element_id
)

-- Alike: two in five of all pairs of letters stand in both (Dice's coefficient of at least 0.4).
select left_element_id, right_element_id
from letters_shared
where shared_count * 5 >= letter_pair_count
