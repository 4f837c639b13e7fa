-- The named records that identity resolution works on, one row each, with the values that staging made of them: the same
-- preparation for both. Records that the truth says are nobody's (agencies) are left out, which spares Splink a hard question.
-- A nominal's many numbers and places are lists; numbers and places that more than ten names share are cleared, as Splink's
-- guidance for blocking asks.
create or replace temp table typed_phones as
select
    'person_entry' as record_type,
    person_entry_id as record_id,
    phone
from stg_controlworks__people
where phone is not null
union all
select
    'nominal',
    nominal_id,
    phone
from stg_connect__nominal_phones
where phone is not null
union all
select
    'person',
    person_ref,
    phone
from stg_compact__people
where phone is not null;

create or replace temp table typed_places as
select
    'person_entry' as record_type,
    person_entry_id as record_id,
    coalesce(postcode, postcode_as_given) as postcode,
    address_text
from stg_controlworks__people
union all
select
    'nominal',
    nominal_id,
    coalesce(postcode, postcode_as_given),
    address_text
from stg_connect__nominal_addresses
union all
select
    'person',
    person_ref,
    coalesce(postcode, postcode_as_given),
    null
from stg_compact__people;

create or replace temp table typed_names as
select
    'controlworks' as source_system,
    'person_entry' as record_type,
    person_entry_id as record_id,
    forename,
    surname,
    date_of_birth,
    nominal_id as nominal_ref
from stg_controlworks__people
union all
select
    'connect',
    'nominal',
    nominal_id,
    forename,
    surname,
    date_of_birth,
    coalesce(merged_into, nominal_id)
from stg_connect__nominals
where not coalesce(is_restricted, false)
union all
select
    'compact',
    'person',
    person_ref,
    forename,
    surname,
    date_of_birth,
    null
from stg_compact__people;

create or replace temp table phone_lists as
with names_per_phone as (
    select
        typed_phones.phone,
        count(distinct (typed_names.forename, typed_names.surname)) as name_count
    from typed_phones
    inner join typed_names
        on
            typed_phones.record_type = typed_names.record_type
            and typed_phones.record_id = typed_names.record_id
    group by typed_phones.phone
)

select
    typed_phones.record_type,
    typed_phones.record_id,
    list_sort(list(distinct typed_phones.phone)) as phones
from typed_phones
inner join names_per_phone on typed_phones.phone = names_per_phone.phone
where names_per_phone.name_count <= 10
group by
    typed_phones.record_type,
    typed_phones.record_id;

create or replace temp table place_lists as
select
    record_type,
    record_id,
    list_sort(list(distinct postcode) filter (where postcode is not null)) as postcodes,
    list_sort(list(distinct address_text) filter (where address_text is not null)) as addresses
from typed_places
group by
    record_type,
    record_id;

create or replace table people as
select
    typed_names.record_type || '/' || typed_names.record_id as unique_id,
    typed_names.source_system,
    typed_names.record_type,
    typed_names.record_id,
    typed_names.forename,
    typed_names.surname,
    typed_names.forename || ' ' || typed_names.surname as full_name,
    typed_names.date_of_birth,
    typed_names.nominal_ref,
    phone_lists.phones,
    phone_lists.phones[1] as phone,
    place_lists.postcodes,
    place_lists.postcodes[1] as postcode,
    place_lists.addresses
from typed_names
inner join truth
    on
        typed_names.source_system = truth.source_system
        and typed_names.record_type = truth.record_type
        and typed_names.record_id = truth.record_id
        and truth.true_person_id is not null
left join phone_lists
    on
        typed_names.record_type = phone_lists.record_type
        and typed_names.record_id = phone_lists.record_id
left join place_lists
    on
        typed_names.record_type = place_lists.record_type
        and typed_names.record_id = place_lists.record_id;
