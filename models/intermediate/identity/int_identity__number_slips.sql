with dobs as (
    select distinct node_id, dob_id
    from {{ ref('int_identity__record_faces') }}
    where dob_id is not null and not is_weak_dob
),

dated_numbers as (
    select typed_phones.node_id, dobs.dob_id, typed_phones.phone
    from {{ ref('int_identity__typed_phones') }} as typed_phones
    inner join dobs on typed_phones.node_id = dobs.node_id
),

places as (
    -- After '+44'.
    {% for place in range(4, 16) -%}
        select {{ place }} as digit_place{% if not loop.last %} union all {% endif %}
    {% endfor %}
),

-- Two numbers that differ by one digit, or by two neighbours swapped, are equal once one digit is left out of each.
shortened as (
    select distinct
        dated_numbers.node_id,
        dated_numbers.dob_id,
        dated_numbers.phone,
        substring(dated_numbers.phone, 1, places.digit_place - 1) || substring(dated_numbers.phone, places.digit_place + 1) as rest
    from dated_numbers
    inner join places on length(dated_numbers.phone) >= places.digit_place
),

met as (
    select dob_id, rest
    from shortened
    group by dob_id, rest
    having count(distinct phone) > 1
)

select distinct
    shortened.node_id,
    {{ token("'slip/' || shortened.rest || '/' || cast(shortened.dob_id as " ~ dbt.type_string() ~ ")") }} as slip_token
from shortened
inner join met on shortened.dob_id = met.dob_id and shortened.rest = met.rest
