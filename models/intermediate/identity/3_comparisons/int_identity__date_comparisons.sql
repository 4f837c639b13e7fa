with dob_values as (
    select distinct dob_id, {{ digits_of_date('date_of_birth') }} as digits
    from {{ ref('int_identity__typed_names') }}
    where dob_id is not null
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

-- Years are typed with two digits, too: 28/7/94 and 28/7/04 are one digit apart.
two_digit_years as (
    select
        dob_id,
        substring(digits, 5, 4) as month_and_day,
        substring(digits, 3, 1) as decade,
        substring(digits, 4, 1) as year_of_decade
    from dob_values
),

one_digit_of_short_year_wrong as (
    select
        left_dob.dob_id as left_dob_id,
        right_dob.dob_id as right_dob_id
    from two_digit_years as left_dob
    inner join two_digit_years as right_dob
        on left_dob.month_and_day = right_dob.month_and_day and left_dob.year_of_decade = right_dob.year_of_decade
    where left_dob.dob_id <> right_dob.dob_id
    union
    select
        left_dob.dob_id as left_dob_id,
        right_dob.dob_id as right_dob_id
    from two_digit_years as left_dob
    inner join two_digit_years as right_dob
        on left_dob.month_and_day = right_dob.month_and_day and left_dob.decade = right_dob.decade
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
),

-- Two digits off within ten years, for one name on one number: no father and son, but a date typed in haste.
met_dobs as (
    select distinct left_dob_id, right_dob_id
    from {{ ref('int_identity__met_signatures') }}
    where is_same_name and left_dob_id <> right_dob_id
),

two_digits_wrong as (
    select
        met_dobs.left_dob_id,
        met_dobs.right_dob_id
    from met_dobs
    inner join dob_values as left_dob on met_dobs.left_dob_id = left_dob.dob_id
    inner join dob_values as right_dob on met_dobs.right_dob_id = right_dob.dob_id
    where
        {% for position in range(1, 9) -%}
            case when substring(left_dob.digits, {{ position }}, 1) <> substring(right_dob.digits, {{ position }}, 1) then 1 else 0 end
            {%- if not loop.last %} + {% endif %}
        {% endfor %} = 2
        and abs(
            cast(substring(left_dob.digits, 1, 4) as {{ dbt.type_int() }})
            - cast(substring(right_dob.digits, 1, 4) as {{ dbt.type_int() }})
        ) < 10
),

both_kinds as (
    select left_dob_id, right_dob_id, 0 as two_digits_flag from one_digit_wrong
    union all
    select left_dob_id, right_dob_id, 0 as two_digits_flag from one_digit_of_short_year_wrong
    union all
    select left_dob_id, right_dob_id, 0 as two_digits_flag from day_and_month_swapped
    union all
    select left_dob_id, right_dob_id, 1 as two_digits_flag from two_digits_wrong
),

final as (
    select
        left_dob_id,
        right_dob_id,
        min(two_digits_flag) = 1 as is_two_digits
    from both_kinds
    group by left_dob_id, right_dob_id
)

select * from final
