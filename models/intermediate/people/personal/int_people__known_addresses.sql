{{ config(schema='staging') }}

with time_window as (
    select
        as_of_date,
        cast({{ dbt.dateadd('day', -1, 'as_of_date') }} as date) as last_day_on
    from {{ ref('int_window__bounds') }}
),

nominal_addresses as (
    select * from {{ ref('stg_connect__nominal_addresses') }}
),

missing_people as (
    select * from {{ ref('stg_compact__people') }}
),

last_episodes as (
    select person_ref, {{ utc_to_civil_date('max(reported_at)') }} as seen_on
    from {{ ref('stg_compact__episodes') }}
    group by person_ref
),

entries as (
    select * from {{ ref('stg_controlworks__people') }}
),

typed_on as (
    select 'contact' as kind, roc_ref as ref_no, {{ utc_to_civil_date('created_at') }} as seen_on from {{ ref('stg_controlworks__contacts') }}
    union all
    select 'incident' as kind, log_no as ref_no, {{ utc_to_civil_date('opened_at') }} as seen_on from {{ ref('stg_controlworks__logs') }}
),

-- Best source first: Connect keeps addresses by date, Compact one a person, ControlWorks whatever was typed.
known as (
    select
        1 as source_rank,
        'nominal' as record_type,
        nominal_addresses.nominal_id as record_id,
        nominal_addresses.address_id as address_id,
        nominal_addresses.from_on as seen_on,
        nominal_addresses.address_type,
        nominal_addresses.uprn,
        nominal_addresses.address_text,
        nominal_addresses.house_number,
        nominal_addresses.postcode
    from nominal_addresses
    cross join time_window
    where coalesce(nominal_addresses.from_on, time_window.last_day_on) <= time_window.last_day_on
        and coalesce(nominal_addresses.to_on, time_window.last_day_on) >= time_window.last_day_on
    union all
    select
        2 as source_rank,
        'person' as record_type,
        missing_people.person_ref as record_id,
        missing_people.person_ref as address_id,
        last_episodes.seen_on,
        null as address_type,
        missing_people.uprn,
        null as address_text,
        null as house_number,
        missing_people.postcode
    from missing_people
    left join last_episodes on missing_people.person_ref = last_episodes.person_ref
    where missing_people.uprn is not null or missing_people.postcode is not null
    union all
    select
        3 as source_rank,
        'person_entry' as record_type,
        entries.person_entry_id as record_id,
        entries.person_entry_id as address_id,
        typed_on.seen_on,
        null as address_type,
        null as uprn,
        entries.address_text,
        entries.house_number,
        entries.postcode
    from entries
    inner join typed_on
        on typed_on.kind = case when entries.roc_ref is not null then 'contact' else 'incident' end
            and typed_on.ref_no = coalesce(entries.roc_ref, entries.log_no)
    where entries.postcode is not null
),

final as (
    select
        known.source_rank,
        records.record_key,
        cast(dense_rank() over (order by known.source_rank, {{ byte_order('known.address_id') }}) as {{ dbt.type_int() }}) as address_number,
        known.seen_on,
        known.address_type,
        known.uprn,
        known.address_text,
        known.house_number,
        known.postcode
    from known
    inner join {{ ref('int_keys__records') }} as records on known.record_type = records.record_type and known.record_id = records.record_id
)

select * from final
