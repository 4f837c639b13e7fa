with dates as (
    select distinct mention_id, dob_id
    from {{ ref('int_identity__mention_names') }}
    where name_id is not null and dob_id is not null and not is_weak_dob
),

numbers as (
    select phone, {{ token('phone') }} as phone_token
    from (select distinct phone from {{ ref('base_values__phones') }} where phone is not null) as distinct_numbers
),

dated_numbers as (
    select mention_phones.mention_id, dates.dob_id, numbers.phone
    from {{ ref('int_identity__mention_phones') }} as mention_phones
    inner join dates on mention_phones.mention_id = dates.mention_id
    inner join numbers on mention_phones.phone_token = numbers.phone_token
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
        dated_numbers.mention_id,
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
),

final as (
    select distinct
        shortened.mention_id,
        {{ token("'slip/' || shortened.rest || '/' || cast(shortened.dob_id as " ~ dbt.type_string() ~ ")") }} as slip_token
    from shortened
    inner join met on shortened.dob_id = met.dob_id and shortened.rest = met.rest
)

select * from final
