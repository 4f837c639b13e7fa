with dob_values as (
    select dob_id, digits from {{ ref('int_identity__dob_values') }}
),

positions as (
    {% for position in range(1, 9) -%}
        select {{ position }} as position{% if not loop.last %} union all {% endif %}
    {% endfor %}
),

masked as (
    select
        dob_values.dob_id,
        positions.position,
        substring(dob_values.digits, 1, positions.position - 1)
        || substring(dob_values.digits, positions.position + 1) as other_digits
    from dob_values
    cross join positions
),

one_digit_wrong as (
    select
        left_dob.dob_id as left_dob_id,
        right_dob.dob_id as right_dob_id
    from masked as left_dob
    inner join masked as right_dob
        on left_dob.position = right_dob.position and left_dob.other_digits = right_dob.other_digits
    where left_dob.dob_id <> right_dob.dob_id
),

day_and_month_swapped as (
    select
        left_dob.dob_id as left_dob_id,
        right_dob.dob_id as right_dob_id
    from dob_values as left_dob
    inner join dob_values as right_dob
        on
            substring(left_dob.digits, 1, 4) || substring(left_dob.digits, 7, 2) || substring(left_dob.digits, 5, 2)
            = right_dob.digits
    where left_dob.dob_id <> right_dob.dob_id
)

select left_dob_id, right_dob_id from one_digit_wrong
union
select left_dob_id, right_dob_id from day_and_month_swapped
