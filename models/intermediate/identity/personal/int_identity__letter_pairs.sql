with elements as (
    select
        element_id,
        element,
        length(element) as element_length
    from {{ ref('int_identity__name_elements') }}
    where length(element) between 3 and 19
),

positions as (
    {% for position in range(1, 21) -%}
        select {{ position }} as position{% if not loop.last %} union all {% endif %}
    {% endfor %}
)

select
    elements.element_id,
    elements.element_length,
    substring('^' || elements.element || '$', positions.position, 2) as letter_pair,
    count(*) as occurrence_count
from elements
inner join positions on elements.element_length + 1 >= positions.position
group by
    elements.element_id,
    elements.element_length,
    substring('^' || elements.element || '$', positions.position, 2)
