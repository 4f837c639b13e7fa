with elements as (
    select
        element_id,
        element,
        length(element) as element_length
    from {{ ref('int_identity__name_elements') }}
),

positions as (
    {% for position in range(1, 21) -%}
        select {{ position }} as position{% if not loop.last %} union all {% endif %}
    {% endfor %}
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

letter_pairs as (
    select
        elements.element_id,
        elements.element_length,
        substring('^' || elements.element || '$', positions.position, 2) as letter_pair,
        count(*) as occurrence_count
    from elements
    inner join positions on elements.element_length + 1 >= positions.position
    where elements.element_length between 3 and 19
    group by
        elements.element_id,
        elements.element_length,
        substring('^' || elements.element || '$', positions.position, 2)
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
