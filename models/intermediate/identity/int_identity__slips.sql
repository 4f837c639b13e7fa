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

-- Two names one slip apart (a letter added, lost, changed, or two swapped) share a form that lacks one letter.
deletions as (
    select element_id, element_length, element as form from elements where element_length >= 3
    union
    select
        elements.element_id,
        elements.element_length,
        substring(elements.element, 1, positions.position - 1) || substring(elements.element, positions.position + 1) as form
    from elements
    inner join positions on elements.element_length >= positions.position
    where elements.element_length between 3 and 20
)

select distinct
    left_form.element_id as left_element_id,
    right_form.element_id as right_element_id
from deletions as left_form
inner join deletions as right_form
    on left_form.form = right_form.form and left_form.element_id <> right_form.element_id
where
    abs(left_form.element_length - right_form.element_length) <= 1
    and greatest(left_form.element_length, right_form.element_length) >= 4
