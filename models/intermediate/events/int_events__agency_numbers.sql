with institutional_numbers as (
    select distinct {{ token('phone', 'phone') }} as phone_token from {{ ref('institutional_numbers') }}
),

entries as (
    select
        people.phone,
        entries.is_agency
    from {{ ref('stg_controlworks__people') }} as people
    inner join {{ ref('int_events__person_entries') }} as entries
        on {{ record_key('controlworks', 'person_entry', 'people.person_entry_id') }} = entries.record_key
    where people.phone is not null
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
