-- What each record says of the person, a row a value; where it is an address that is shown to nobody, only that there is one.
with withheld as (
    select spelling from staging.int_people__property_types where is_withheld
),

names as (
    select 'nominal' as record_type, nominal_id as record_id, 'Name in Connect' as kind, forename, middle_names, surname
    from staging.stg_connect__nominals
    union all
    select 'nominal', nominal_id, 'Other name in Connect', forename, middle_names, surname from staging.stg_connect__nominal_aliases
    union all
    select 'person', person_ref, 'Name in Compact', forename, middle_names, surname from staging.stg_compact__people
    union all
    select 'person', person_ref, 'Known as', known_as, null, surname from staging.stg_compact__people where known_as is not null
    union all
    select 'person_entry', person_entry_id, 'Name as typed', forename, middle_names, surname from staging.stg_controlworks__people
),

births as (
    select 'nominal' as record_type, nominal_id as record_id, date_of_birth from staging.stg_connect__nominals
    union all
    select 'nominal', nominal_id, date_of_birth from staging.stg_connect__nominal_aliases
    union all
    select 'person', person_ref, date_of_birth from staging.stg_compact__people
    union all
    select 'person_entry', person_entry_id, date_of_birth from staging.stg_controlworks__people
),

phones as (
    select 'nominal' as record_type, nominal_id as record_id, phone, first_seen_on, last_seen_on from staging.stg_connect__nominal_phones
    union all
    select 'nominal', nominal_id, second_phone, first_seen_on, last_seen_on from staging.stg_connect__nominal_phones
    union all
    select 'person', person_ref, phone, null, null from staging.stg_compact__people
    union all
    select 'person', person_ref, second_phone, null, null from staging.stg_compact__people
    union all
    select 'person_entry', person_entry_id, phone, null, null from staging.stg_controlworks__people
    union all
    select 'person_entry', person_entry_id, second_phone, null, null from staging.stg_controlworks__people
    union all
    select 'call', ucid, calling_phone, null, null from staging.stg_avaya__call_segments
),

addresses as (
    select 'nominal' as record_type, nominal_id as record_id, uprn, address_text, house_number, postcode, from_on, to_on
    from staging.stg_connect__nominal_addresses
    union all
    select 'person', person_ref, uprn, null, null, postcode, null, null from staging.stg_compact__people
    union all
    select 'person_entry', person_entry_id, null, address_text, house_number, postcode, null, null from staging.stg_controlworks__people
),

own_addresses as (
    select
        addresses.*,
        coalesce(by_uprn.spelling, by_house.spelling, by_text.spelling, by_postcode.spelling) is not null as is_withheld
    from addresses
    inner join subject_records
        on addresses.record_type = subject_records.record_type and addresses.record_id = subject_records.record_id
    left join withheld as by_uprn on 'uprn/' || addresses.uprn = by_uprn.spelling
    left join withheld as by_house on 'house/' || addresses.house_number || '/' || addresses.postcode = by_house.spelling
    left join withheld as by_text on 'text/' || addresses.address_text = by_text.spelling
    left join withheld as by_postcode
        on addresses.house_number is null and 'postcode/' || addresses.postcode = by_postcode.spelling
),

-- However else it is written: a house of that number, a text that begins as another does.
withheld_houses as (
    select house_number, address_text from own_addresses where is_withheld
),

shown_addresses as (
    select
        own_addresses.record_type,
        own_addresses.record_id,
        own_addresses.from_on,
        own_addresses.to_on,
        nullif(concat_ws(', ', own_addresses.address_text, own_addresses.postcode), '') as address,
        own_addresses.is_withheld or exists (
            select 1
            from withheld_houses
            where
                withheld_houses.house_number = own_addresses.house_number
                or starts_with(withheld_houses.address_text, own_addresses.address_text)
                or starts_with(own_addresses.address_text, withheld_houses.address_text)
        ) as is_protected
    from own_addresses
),

described as (
    select
        record_type,
        record_id,
        0 as kind_order,
        case record_type when 'nominal' then 'Connect nominal' else 'Compact person' end as kind,
        record_id as value,
        cast(null as date) as from_on,
        cast(null as date) as to_on,
        false as is_protected
    from subject_records
    where record_type in ('nominal', 'person')
    union all
    select record_type, record_id, 1, kind, nullif(concat_ws(' ', forename, middle_names, surname), ''), null, null, false from names
    union all
    select record_type, record_id, 2, 'Date of birth', cast(date_of_birth as varchar), null, null, false from births
    union all
    select 'nominal', nominal_id, 3, 'National (PNC) id', pnc_id, null, null, false from staging.stg_connect__nominals
    union all
    select record_type, record_id, 4, 'Phone', phone, first_seen_on, last_seen_on, false from phones
    union all
    select record_type, record_id, 5, 'Address', case when not is_protected then address end, from_on, to_on, is_protected
    from shown_addresses
    where address is not null
)

select distinct
    described.kind_order,
    described.kind,
    described.value,
    described.from_on,
    described.to_on,
    described.is_protected,
    subject_records.source_system,
    subject_records.record_type,
    subject_records.record_id,
    systems.label as source_name,
    record_types.label as record_type_name,
    subject_records.link_strength
from described
inner join subject_records
    on described.record_type = subject_records.record_type and described.record_id = subject_records.record_id
left join marts.dim_labels as systems
    on systems.label_of = 'source_system' and subject_records.source_system = systems.label_code
left join marts.dim_labels as record_types
    on record_types.label_of = 'record_type' and subject_records.record_type = record_types.label_code
where described.value is not null or described.is_protected
order by all
