with cohort_records as (
    select * from {{ ref('fsu_cohort_records') }}
),

calls as (
    select ucid, calling_phone from {{ ref('stg_avaya__call_segments') }} where calling_phone is not null
),

entries as (
    select * from {{ ref('stg_controlworks__people') }}
),

nominals as (
    select * from {{ ref('stg_connect__nominals') }} where not is_restricted
),

aliases as (
    select * from {{ ref('stg_connect__nominal_aliases') }} where not is_restricted
),

nominal_phones as (
    select nominal_id, phone from {{ ref('stg_connect__nominal_phones') }} where phone is not null
),

nominal_addresses as (
    select nominal_id, uprn, address_text, house_number, postcode from {{ ref('stg_connect__nominal_addresses') }}
),

withheld as (
    select spelling from {{ ref('int_people__property_types') }} where is_withheld
),

missing_people as (
    select * from {{ ref('stg_compact__people') }}
),

described as (
    select
        'person_entry' as record_type, person_entry_id as record_id,
        forename, surname, date_of_birth, phone, null as uprn, address_text, house_number, postcode
    from entries
    union all
    select 'nominal', nominal_id, forename, surname, date_of_birth, null, null, null, null, null from nominals
    union all
    select 'nominal', nominal_id, forename, surname, date_of_birth, null, null, null, null, null from aliases
    union all
    select 'person', person_ref, known_as, surname, null, null, null, null, null, null from missing_people where known_as is not null
    union all
    select 'nominal', nominal_id, null, null, null, phone, null, null, null, null from nominal_phones
    union all
    select 'nominal', nominal_id, null, null, null, null, uprn, address_text, house_number, postcode from nominal_addresses
    union all
    select 'person', person_ref, forename, surname, date_of_birth, phone, uprn, null, null, postcode from missing_people
    union all
    select 'call', ucid, null, null, null, calling_phone, null, null, null, null from calls
),

cohort_descriptions as (
    select
        cohort_records.person_key,
        cohort_records.source_system,
        cohort_records.record_id,
        cohort_records.first_seen_at,
        cohort_records.last_seen_at,
        described.forename,
        described.surname,
        described.date_of_birth,
        described.phone,
        described.house_number,
        described.address_text,
        described.postcode,
        coalesce(by_uprn.spelling, by_house.spelling, by_text.spelling, by_postcode.spelling) is not null as is_withheld
    from cohort_records
    inner join described on cohort_records.record_type = described.record_type and cohort_records.record_id = described.record_id
    left join withheld as by_uprn on 'uprn/' || described.uprn = by_uprn.spelling
    left join withheld as by_house on 'house/' || described.house_number || '/' || described.postcode = by_house.spelling
    left join withheld as by_text on 'text/' || described.address_text = by_text.spelling
    left join withheld as by_postcode
        on case when described.house_number is null then 'postcode/' || described.postcode end = by_postcode.spelling
),

withheld_houses as (
    select distinct person_key, house_number
    from cohort_descriptions
    where is_withheld and house_number is not null
),

-- A refuge is shown to nobody, whoever's address it is filed as and however it is written: not without its postcode or its town either.
shown as (
    select
        cohort_descriptions.person_key,
        cohort_descriptions.source_system,
        cohort_descriptions.record_id,
        cohort_descriptions.first_seen_at,
        cohort_descriptions.last_seen_at,
        cohort_descriptions.forename,
        cohort_descriptions.surname,
        cohort_descriptions.date_of_birth,
        cohort_descriptions.phone,
        {% for part in ['address_text', 'postcode'] -%}
        case
            when not cohort_descriptions.is_withheld and withheld_houses.person_key is null then cohort_descriptions.{{ part }}
        end as {{ part }}{{ ',' if not loop.last }}
        {% endfor %}
    from cohort_descriptions
    left join withheld_houses
        on
            cohort_descriptions.person_key = withheld_houses.person_key
            and cohort_descriptions.house_number = withheld_houses.house_number
),

{%- set items = {
    'name': "case when forename is not null and surname is not null then forename || ' ' || surname else coalesce(forename, surname) end",
    'date_of_birth': 'cast(date_of_birth as ' ~ dbt.type_string() ~ ')',
    'phone': 'phone',
    'address': "case when address_text is not null and postcode is not null then address_text || ', ' || postcode else coalesce(address_text, postcode) end",
} %}

items as (
    {% for item_type, expression in items.items() -%}
    select
        person_key,
        '{{ item_type }}' as item_type,
        {{ expression }} as item_value,
        source_system,
        record_id,
        first_seen_at,
        last_seen_at
    from shown
    union all
    {% endfor -%}
    select
        person_key,
        case record_type when 'nominal' then 'nominal_id' else 'compact_person_ref' end as item_type,
        record_id as item_value,
        source_system,
        record_id,
        first_seen_at,
        last_seen_at
    from cohort_records
    where record_type in ('nominal', 'person')
),

final as (
    select
        person_key,
        item_type,
        item_value,
        source_system,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at,
        cast(count(distinct record_id) as integer) as record_count
    from items
    where item_value is not null
    group by person_key, item_type, item_value, source_system
)

select * from final
