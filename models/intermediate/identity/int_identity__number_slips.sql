with records as (
    select node_id, record_key from {{ ref('int_identity__records') }}
),

entries as (
    select * from {{ ref('stg_controlworks__people') }} where phone is not null
),

nominal_phones as (
    select * from {{ ref('stg_connect__nominal_phones') }} where phone is not null
),

missing_people as (
    select * from {{ ref('stg_compact__people') }} where phone is not null
),

dobs as (
    select distinct node_id, dob_id
    from {{ ref('int_identity__record_faces') }}
    where dob_id is not null and not is_weak_dob
),

typed as (
    select {{ record_key('controlworks', 'person_entry', 'person_entry_id') }} as record_key, phone from entries
    union
    select {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key, phone from nominal_phones
    union
    select {{ record_key('compact', 'person', 'person_ref') }} as record_key, phone from missing_people
),

-- Only numbers that count: neither an agency's nor one that a correction takes away.
record_phones as (
    select node_id, phone_token from {{ ref('int_identity__record_phones') }}
),

dated_numbers as (
    select records.node_id, dobs.dob_id, typed.phone
    from typed
    inner join records on typed.record_key = records.record_key
    inner join dobs on records.node_id = dobs.node_id
    inner join record_phones on records.node_id = record_phones.node_id and {{ token('typed.phone') }} = record_phones.phone_token
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
