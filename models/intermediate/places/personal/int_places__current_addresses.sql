{{ config(schema='staging') }}

with time_window as (
    select
        as_of_date,
        cast({{ dbt.dateadd('day', -1, 'as_of_date') }} as date) as last_day_on
    from {{ ref('int_interactions__window') }}
),

person_records as (
    select record_key, person_key from {{ ref('int_identity__person_records') }}
),

address_types as (
    select * from {{ ref('address_types') }}
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

uprns_by_text as (
    select * from {{ ref('int_places__uprns_by_text') }}
),

property_types as (
    select * from {{ ref('int_places__property_types') }}
),

-- Best source first: Connect keeps addresses by date, Compact one a person, ControlWorks whatever was typed.
known_addresses as (
    select
        1 as source_rank,
        {{ record_key('connect', 'nominal', 'nominal_addresses.nominal_id') }} as record_key,
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
        {{ record_key('compact', 'person', 'missing_people.person_ref') }} as record_key,
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
        {{ record_key('controlworks', 'person_entry', 'entries.person_entry_id') }} as record_key,
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

ranked as (
    select
        known_addresses.*,
        person_records.person_key,
        row_number() over (
            partition by person_records.person_key
            order by
                known_addresses.source_rank,
                case when known_addresses.seen_on is null then 1 else 0 end,
                known_addresses.seen_on desc,
                {{ byte_order('known_addresses.address_id') }}
        ) as position
    from known_addresses
    inner join person_records on known_addresses.record_key = person_records.record_key
),

located as (
    select
        ranked.person_key,
        ranked.source_rank,
        ranked.seen_on,
        ranked.address_type,
        ranked.address_text,
        ranked.house_number,
        ranked.postcode,
        coalesce(address_types.is_communal, false) as is_communal_type,
        coalesce(address_types.is_withheld, false) as is_withheld_type,
        case
            when coalesce(address_types.is_fixed_abode, true)
                then coalesce(
                        'uprn/' || ranked.uprn,
                        'uprn/' || by_text.uprn,
                        'uprn/' || by_house.uprn,
                        'text/' || ranked.address_text || '/' || ranked.postcode
                    )
        end as property
    from ranked
    left join address_types on ranked.address_type = address_types.address_type
    left join uprns_by_text as by_text on 'text/' || ranked.address_text || '/' || ranked.postcode = by_text.spelling
    left join uprns_by_text as by_house on 'house/' || ranked.house_number || '/' || ranked.postcode = by_house.spelling
    where ranked.position = 1
),

-- What a property is does not depend on whose address it is filed as.
final as (
    select
        located.person_key,
        located.source_rank,
        located.seen_on,
        located.address_type,
        located.address_text,
        located.postcode,
        located.is_communal_type or coalesce(by_property.is_communal, false) as is_communal_type,
        located.is_withheld_type
        or coalesce(by_property.is_withheld, false)
        or coalesce(by_house.is_withheld, false)
        or coalesce(by_text.is_withheld, false) as is_withheld,
        located.property
    from located
    left join property_types as by_property on located.property = by_property.spelling
    left join property_types as by_house on 'house/' || located.house_number || '/' || located.postcode = by_house.spelling
    left join property_types as by_text
        on
            case
                when located.address_text is not null then 'text/' || located.address_text
                else 'postcode/' || located.postcode
            end = by_text.spelling
)

select * from final
