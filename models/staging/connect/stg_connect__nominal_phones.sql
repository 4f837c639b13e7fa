with newest as (
    select * from {{ ref('base_connect__nominal_phones') }} where row_status = 'staged'
),

phones as (
    select * from {{ ref('base_values__phones') }}
),

final as (
    select
        newest.nominal_id,
        newest.phone as phone_as_given,
        phones.phone,
        phones.second_phone,
        phones.phone_reason,
        {{ safe_date('newest.first_seen_on') }} as first_seen_on,
        {{ safe_date('newest.last_seen_on') }} as last_seen_on,
        newest.extracted_at_utc as extracted_at
    from newest
    left join phones on newest.phone = phones.phone_text
)

select * from final
