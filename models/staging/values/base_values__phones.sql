with landed as (
    select calling_pty as phone_text from {{ ref('base_avaya__call_segments') }}
    union
    select phone as phone_text from {{ ref('base_controlworks__people') }}
    union
    select phone as phone_text from {{ ref('base_connect__nominal_phones') }}
    union
    select phone as phone_text from {{ ref('base_compact__people') }}
),

placeholders as (
    select * from {{ ref('phone_placeholders') }}
),

found as (
    {{ phone_numbers('landed') | indent(4) }}
),

digits as {{ computed_once() }} (
    select
        phone_text,
        place,
        trim(words) as words,
        {{ regex_matches('number_text', '^[^0-9]*[+]') }} as has_plus,
        {{ regex_replace('number_text', '[^0-9]+', '') }} as digits
    from found
),

-- What follows an international prefix; '(0)' after 44 goes.
international as {{ computed_once() }} (
    select
        *,
        case
            when {{ regex_matches('digits', '^00[1-9]') }} then substr(digits, 3)
            when has_plus and {{ regex_matches('digits', '^[1-9]') }} then digits
            when {{ regex_matches('digits', '^44[1-9][0-9]{8,9}$') }} then digits
            when {{ regex_matches('digits', '^440[1-9][0-9]{8,9}$') }} then digits
        end as with_country
    from digits
),

-- UK national number without its leading zero: ten digits, or nine in a few areas and on some freephone lines.
national as {{ computed_once() }} (
    select
        *,
        case
            when with_country like '44%' then {{ regex_extract('with_country', '^440?([1-9][0-9]*)$', 1) }}
            when with_country is not null then null
            when {{ regex_matches('digits', '^0[1-9]') }} then substr(digits, 2)
            -- A spreadsheet takes the zero away.
            when {{ regex_matches('digits', '^[1237][0-9]{9}$') }} then digits
        end as national_number
    from international
),

e164 as {{ computed_once() }} (
    select
        *,
        case
            when {{ regex_matches('national_number', '^([1-9][0-9]{9}|[158][0-9]{8})$') }} then '+44' || national_number
            when with_country not like '44%' and length(with_country) between 8 and 15 then '+' || with_country
        end as candidate
    from national
),

judged as {{ computed_once() }} (
    select
        *,
        case
            when length(digits) >= 5 and replace(digits, substr(digits, 1, 1), '') = '' then 'placeholder'
            when digits in (select value from placeholders where kind = 'number') then 'placeholder'
            when candidate in (select '+44' || substr(value, 2) from placeholders where kind = 'number') then 'placeholder'
            -- The last eight digits are one digit eight times.
            when length(candidate) > 9 and replace(substr(candidate, length(candidate) - 7), substr(candidate, length(candidate)), '') = ''
                then 'placeholder'
            when candidate is not null then null
            when digits = '' and words in (select value from placeholders where kind = 'withheld') then 'withheld'
            when digits = '' and (words = '' or words in (select value from placeholders where kind = 'missing')) then 'missing'
            when digits = '' then 'malformed'
            when length(digits) <= 8 then 'short'
            when length(digits) between 11 and 15 and with_country is null and {{ regex_matches('digits', '^[1-9]') }} then 'foreign'
            else 'malformed'
        end as phone_reason
    from e164
),

first_phones as (
    select
        phone_text,
        case when phone_reason is null then candidate end as phone,
        phone_reason
    from judged
    where place = 1
),

second_phones as (
    select phone_text, candidate as second_phone
    from judged
    where place = 2 and phone_reason is null
),

final as (
    select
        first_phones.phone_text,
        coalesce(first_phones.phone, second_phones.second_phone) as phone,
        case when second_phones.second_phone is null then first_phones.phone_reason end as phone_reason,
        case when second_phones.second_phone <> first_phones.phone then second_phones.second_phone end as second_phone
    from first_phones
    left join second_phones on first_phones.phone_text = second_phones.phone_text
)

select * from final
