-- The full name of a named record as staging reads it, where it has both a forename and a surname.
create or replace temp table full_names as
select
    'controlworks' as source_system,
    'person_entry' as record_type,
    person_entry_id as record_id,
    forename || ' ' || surname as full_name
from stg_controlworks__people
union all
select
    'connect',
    'nominal',
    nominal_id,
    forename || ' ' || surname
from stg_connect__nominals
union all
select
    'compact',
    'person',
    person_ref,
    forename || ' ' || surname
from stg_compact__people;

-- How many true persons carry that name: common names must not be served worse unseen.
create or replace temp table name_bands as
with carried as (
    select
        named.source_system,
        named.record_type,
        named.record_id,
        named.true_person_id,
        full_names.full_name
    from named
    inner join full_names
        on
            named.source_system = full_names.source_system
            and named.record_type = full_names.record_type
            and named.record_id = full_names.record_id
    where full_names.full_name is not null
),

carriers as (
    select
        full_name,
        count(distinct true_person_id) as true_person_count
    from carried
    group by full_name
)

select
    carried.source_system,
    carried.record_type,
    carried.record_id,
    carriers.true_person_count,
    case
        when carriers.true_person_count >= 100 then '100 and more'
        when carriers.true_person_count >= 10 then '10 to 99'
        when carriers.true_person_count >= 2 then '2 to 9'
        else '1'
    end as name_band
from carried
inner join carriers on carried.full_name = carriers.full_name;
