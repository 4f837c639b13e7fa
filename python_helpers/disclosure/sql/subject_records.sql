-- The identity records of whoever is asked for, in the window or older, with the person they belong to; empty where nobody is found, and
-- where whoever is found must not be shown. One statement for every question, so that no answer takes longer than the other.
create temporary table subject_records as
with record_ids as (
    select 'connect' as source_system, 'nominal' as record_type, nominal_id as record_id
    from (
        select nominal_id from staging.stg_connect__nominals
        union
        select merged_into from staging.stg_connect__nominals
        union
        select nominal_id from staging.stg_connect__nominal_aliases
        union
        select nominal_id from staging.stg_connect__nominal_phones
        union
        select nominal_id from staging.stg_connect__nominal_addresses
        union
        select nominal_id from staging.stg_connect__crime_people
        union
        select nominal_id from staging.stg_connect__custody_records
    )
    where nominal_id is not null
    union all
    select 'compact', 'person', person_ref
    from (
        select person_ref from staging.stg_compact__people
        union
        select person_ref from staging.stg_compact__episodes
    )
    union all
    select 'controlworks', 'person_entry', person_entry_id from staging.stg_controlworks__people where organisation is null
),

records as (
    select
        *,
        {record_key} as record_key
    from record_ids
),

resolved as (
    select source_system, record_type, record_id, person_key, match_rule, link_strength
    from linkage.link_person_records
    where record_type <> 'call'
),

clusters as (
    select record_key, min(cluster_id) as cluster_id from intermediate.int_identity__people group by record_key
),

sealed_records as (
    select record_key from intermediate.int_identity__sealed_records
    union
    select people.record_key
    from intermediate.int_identity__people as people
    inner join intermediate.int_identity__sealed_people as sealed_people on people.cluster_id = sealed_people.cluster_id
),

known_records as (
    select
        records.*,
        resolved.person_key,
        resolved.match_rule,
        resolved.link_strength,
        clusters.cluster_id,
        nominal_groups.label as merge_label,
        case when resolved.person_key is null then entries.nominal_id end as named_nominal_id,
        sealed_records.record_key is not null as is_sealed
    from records
    left join resolved
        on
            records.source_system = resolved.source_system
            and records.record_type = resolved.record_type
            and records.record_id = resolved.record_id
    left join clusters on records.record_key = clusters.record_key
    left join intermediate.int_identity__nominal_groups as nominal_groups on records.record_key = nominal_groups.node
    left join staging.stg_controlworks__people as entries
        on records.record_type = 'person_entry' and records.record_id = entries.person_entry_id
    left join sealed_records on records.record_key = sealed_records.record_key
),

-- A merged nominal that no event of the window names goes with the one it was merged into.
merges as (
    select merge_label, min(person_key) as person_key
    from known_records
    where merge_label is not null and person_key is not null
    group by merge_label
    having count(distinct person_key) = 1
),

own_groups as (
    select
        known_records.*,
        coalesce(
            known_records.person_key,
            merges.person_key,
            'cluster/' || known_records.cluster_id,
            'merge/' || known_records.merge_label,
            known_records.record_key
        ) as own_group_key
    from known_records
    left join merges on known_records.merge_label = merges.merge_label
),

-- What an operator put to a nominal and no rule gave to anybody goes with that nominal.
grouped as (
    select
        own_groups.*,
        coalesce(nominals.own_group_key, own_groups.own_group_key) as group_key,
        nominals.own_group_key is not null as is_by_operator_alone
    from own_groups
    left join own_groups as nominals
        on nominals.record_type = 'nominal' and own_groups.named_nominal_id = nominals.record_id
),

descriptions as (
    select 'nominal' as record_type, nominal_id as record_id, forename, middle_names, surname, date_of_birth, null as phone
    from staging.stg_connect__nominals
    union all
    select 'nominal', nominal_id, forename, middle_names, surname, date_of_birth, null from staging.stg_connect__nominal_aliases
    union all
    select 'nominal', nominal_id, null, null, null, null, phone from staging.stg_connect__nominal_phones
    union all
    select 'nominal', nominal_id, null, null, null, null, second_phone from staging.stg_connect__nominal_phones
    union all
    select 'person', person_ref, forename, middle_names, surname, date_of_birth, phone from staging.stg_compact__people
    union all
    select 'person', person_ref, known_as, null, surname, null, second_phone from staging.stg_compact__people
    union all
    select 'person_entry', person_entry_id, forename, middle_names, surname, date_of_birth, phone from staging.stg_controlworks__people
    union all
    select 'person_entry', person_entry_id, null, null, null, null, second_phone from staging.stg_controlworks__people
),

described as (
    select
        grouped.group_key,
        grouped.record_type,
        grouped.record_id,
        grouped.person_key,
        grouped.is_sealed,
        descriptions.date_of_birth,
        regexp_replace(descriptions.phone, '[^0-9]', '', 'g') as phone_digits,
        {short_name} as short_name,
        {long_name} as long_name
    from grouped
    left join descriptions on grouped.record_type = descriptions.record_type and grouped.record_id = descriptions.record_id
),

found_groups as (
    select group_key
    from described
    group by group_key
    having
        bool_or($nominal <> '' and record_type = 'nominal' and upper(regexp_replace(record_id, '\s', '', 'g')) = $nominal)
        or (
            bool_or($name <> '' and (short_name = {asked_name} or long_name = {asked_name}))
            and bool_or(date_of_birth = try_cast($date_of_birth as date))
            and bool_or(phone_digits = $phone)
        )
),

sealed_names as (
    select distinct short_name, date_of_birth
    from described
    where is_sealed and record_type = 'nominal' and short_name <> '' and date_of_birth is not null
),

-- What no rule judged, since no event of the window names it, is the sealed person's where name and date of birth are.
hidden_groups as (
    select described.group_key
    from described
    left join sealed_names
        on
            described.person_key is null
            and described.short_name = sealed_names.short_name
            and described.date_of_birth = sealed_names.date_of_birth
    group by described.group_key
    having bool_or(described.is_sealed) or bool_or(sealed_names.short_name is not null)
),

is_hidden as (
    select count(hidden_groups.group_key) > 0 as is_anything_hidden
    from found_groups
    left join hidden_groups on found_groups.group_key = hidden_groups.group_key
),

found_records as (
    select grouped.*
    from grouped
    inner join found_groups on grouped.group_key = found_groups.group_key
    cross join is_hidden
    where not is_hidden.is_anything_hidden
),

calls as (
    select source_system, record_type, record_id, person_key, match_rule, link_strength
    from linkage.link_person_records
    where record_type = 'call' and person_key in (select person_key from found_records where person_key is not null)
)

select
    source_system,
    record_type,
    record_id,
    {record_key} as record_key,
    person_key,
    match_rule,
    -- An index number is somebody's; what an operator alone put there may be somebody else's.
    coalesce(link_strength, case when is_by_operator_alone then 'inferred' else 'firm' end) as link_strength
from found_records
union all
select source_system, record_type, record_id, {record_key} as record_key, person_key, match_rule, link_strength from calls
