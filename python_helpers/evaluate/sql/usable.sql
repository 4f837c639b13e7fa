-- What each named record carries as staging reads it; the ceilings of recall follow from that alone, whatever the rules.
create or replace temp table usable as
with nominal_phones as (
    select distinct nominal_id
    from stg_connect__nominal_phones
    where phone is not null
),

nominal_addresses as (
    select distinct nominal_id
    from stg_connect__nominal_addresses
    where
        postcode is not null
        or address_text is not null
),

carried as (
    select
        'controlworks' as source_system,
        'person_entry' as record_type,
        person_entry_id as record_id,
        forename,
        surname,
        date_of_birth,
        phone is not null as has_phone,
        coalesce(postcode, address_text) is not null as has_address,
        nominal_id is not null as has_nominal
    from stg_controlworks__people
    union all
    select
        'connect',
        'nominal',
        nominals.nominal_id,
        nominals.forename,
        nominals.surname,
        nominals.date_of_birth,
        nominal_phones.nominal_id is not null,
        nominal_addresses.nominal_id is not null,
        true
    from stg_connect__nominals as nominals
    left join nominal_phones on nominals.nominal_id = nominal_phones.nominal_id
    left join nominal_addresses on nominals.nominal_id = nominal_addresses.nominal_id
    union all
    select
        'compact',
        'person',
        person_ref,
        forename,
        surname,
        date_of_birth,
        phone is not null,
        coalesce(postcode, uprn) is not null,
        false
    from stg_compact__people
)

select
    named.source_system,
    named.record_type,
    named.record_id,
    named.true_person_id,
    coalesce(
        carried.has_phone
        or (
            coalesce(carried.forename, carried.surname) is not null
            and (carried.date_of_birth is not null or carried.has_address or carried.has_nominal)
        ),
        false
    ) as has_phone_or_name_and_item,
    coalesce(
        carried.has_phone
        or carried.has_nominal
        or carried.date_of_birth is not null
        or (carried.forename is not null and carried.surname is not null),
        false
    ) as has_anything_usable
from named
left join carried
    on
        named.source_system = carried.source_system
        and named.record_type = carried.record_type
        and named.record_id = carried.record_id;
