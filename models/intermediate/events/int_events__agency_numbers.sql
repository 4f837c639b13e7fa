with institutional_numbers as (
    select distinct {{ token('phone', 'phone') }} as phone_token from {{ ref('institutional_numbers') }}
),

phones as (
    select {{ record_key('controlworks', 'person_entry', 'person_entry_id') }} as record_key, phone
    from {{ ref('stg_controlworks__people') }}
    where phone is not null
),

entries as (
    select
        phones.phone,
        entries.is_agency
    from phones
    inner join {{ ref('int_events__person_entries') }} as entries on phones.record_key = entries.record_key
),

typed_by_agencies as (
    select {{ token('phone', 'phone') }} as phone_token
    from entries
    group by phone
    having sum(case when is_agency then 1 else 0 end) >= sum(case when is_agency then 0 else 1 end)
),

final as (
    select phone_token from institutional_numbers
    union
    select phone_token from typed_by_agencies
)

select * from final
