-- The identity records of whoever is asked for, in the window or older, with the person they belong to; empty where nobody is found, and
-- where whoever is found must not be shown. One statement for every question, so that no answer takes longer than the other.
create temporary table subject_records as
with recursive descriptions as (
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
    select 'person_entry', person_entry_id, forename, middle_names, surname, date_of_birth, phone
    from staging.stg_controlworks__people
    where organisation is null
    union all
    select 'person_entry', person_entry_id, null, null, null, null, second_phone
    from staging.stg_controlworks__people
    where organisation is null
),

-- An index need not have the nominal that an event names.
nominal_ids as (
    select nominal_id from staging.stg_connect__nominals
    union all
    select merged_into from staging.stg_connect__nominals
    union all
    select nominal_id from staging.stg_connect__nominal_aliases
    union all
    select nominal_id from staging.stg_connect__nominal_phones
    union all
    select nominal_id from staging.stg_connect__nominal_addresses
    union all
    select nominal_id from staging.stg_connect__crime_people
    union all
    select nominal_id from staging.stg_connect__custody_records
),

resolved as (
    select record_type, record_id, person_key, match_rule, link_strength
    from linkage.link_person_records
    where record_type <> 'call'
),

-- Whose records may be meant: the nominal itself, or everything with that number or date of birth.
candidates as (
    select 'nominal' as record_type, nominal_id as record_id
    from nominal_ids
    where $nominal <> '' and upper(replace(nominal_id, ' ', '')) = $nominal
    union
    select record_type, record_id
    from descriptions
    where $name <> '' and (date_of_birth = try_cast($date_of_birth as date) or phone = '+' || $phone)
),

merges as (
    select nominal_id as from_id, merged_into as to_id from staging.stg_connect__nominals where merged_into <> nominal_id
    union
    select merged_into as from_id, nominal_id as to_id from staging.stg_connect__nominals where merged_into <> nominal_id
),

merged_candidates as (
    select record_id as candidate_id, record_id as nominal_id from candidates where record_type = 'nominal'
    union
    select merged_candidates.candidate_id, merges.to_id
    from merged_candidates
    inner join merges on merged_candidates.nominal_id = merges.from_id
),

-- A nominal that no event of the window names goes with whom it was merged with, where that is one person.
people_by_merge as (
    select
        merged_candidates.candidate_id,
        min(merged_candidates.nominal_id) as first_nominal_id,
        case when count(distinct resolved.person_key) = 1 then min(resolved.person_key) end as person_key
    from merged_candidates
    left join resolved on resolved.record_type = 'nominal' and merged_candidates.nominal_id = resolved.record_id
    group by merged_candidates.candidate_id
),

candidate_groups as (
    select
        candidates.record_type,
        candidates.record_id,
        coalesce(resolved.person_key, people_by_merge.person_key) as person_key,
        coalesce(
            resolved.person_key,
            people_by_merge.person_key,
            candidates.record_type || '/' || coalesce(people_by_merge.first_nominal_id, candidates.record_id)
        ) as group_key
    from candidates
    left join resolved
        on candidates.record_type = resolved.record_type and candidates.record_id = resolved.record_id
    left join people_by_merge
        on candidates.record_type = 'nominal' and candidates.record_id = people_by_merge.candidate_id
),

known_members as (
    select group_key, record_type, record_id from candidate_groups
    union
    select candidate_groups.group_key, resolved.record_type, resolved.record_id
    from candidate_groups
    inner join resolved on candidate_groups.person_key = resolved.person_key
),

-- Merged nominals of the group that are nobody else's.
member_nominals as (
    select group_key, record_id as nominal_id from known_members where record_type = 'nominal'
    union
    select member_nominals.group_key, merges.to_id
    from member_nominals
    inner join merges on member_nominals.nominal_id = merges.from_id
    left join resolved on resolved.record_type = 'nominal' and merges.to_id = resolved.record_id
    where resolved.person_key is null or resolved.person_key = member_nominals.group_key
),

-- What an operator put to a nominal and no rule gave to anybody goes with that nominal.
operator_entries as (
    select member_nominals.group_key, entries.person_entry_id
    from staging.stg_controlworks__people as entries
    inner join member_nominals on entries.nominal_id = member_nominals.nominal_id
    left join resolved on resolved.record_type = 'person_entry' and entries.person_entry_id = resolved.record_id
    where resolved.person_key is null and entries.organisation is null
),

members as (
    select group_key, record_type, record_id from known_members
    union
    select group_key, 'nominal', nominal_id from member_nominals
    union
    select group_key, 'person_entry', person_entry_id from operator_entries
),

described as (
    select
        members.group_key,
        members.record_type,
        members.record_id,
        descriptions.date_of_birth,
        descriptions.phone,
        {short_name} as short_name,
        {long_name} as long_name
    from members
    left join descriptions on members.record_type = descriptions.record_type and members.record_id = descriptions.record_id
),

found_groups as (
    select group_key
    from described
    group by group_key
    having
        bool_or($nominal <> '' and record_type = 'nominal' and upper(replace(record_id, ' ', '')) = $nominal)
        or (
            bool_or($name <> '' and (short_name = {asked_name} or long_name = {asked_name}))
            and bool_or(date_of_birth = try_cast($date_of_birth as date))
            and bool_or(phone = '+' || $phone)
        )
),

found_records as (
    select
        members.group_key,
        case members.record_type when 'nominal' then 'connect' when 'person' then 'compact' else 'controlworks' end as source_system,
        members.record_type,
        members.record_id,
        resolved.person_key,
        resolved.match_rule,
        resolved.link_strength,
        operator_entries.person_entry_id is not null as is_by_operator_alone
    from members
    inner join found_groups on members.group_key = found_groups.group_key
    left join resolved on members.record_type = resolved.record_type and members.record_id = resolved.record_id
    left join operator_entries
        on
            members.record_type = 'person_entry'
            and members.record_id = operator_entries.person_entry_id
            and members.group_key = operator_entries.group_key
),

keyed as (
    select
        *,
        {record_key} as record_key
    from found_records
),

-- A mark on the row itself needs no token.
marked_nominals as (
    select nominal_id from staging.stg_connect__nominals where is_restricted
    union
    select nominal_id from staging.stg_connect__nominal_aliases where is_restricted
),

sealed_records as (
    select record_key from intermediate.int_identity__sealed_records
    union
    select people.record_key
    from intermediate.int_identity__people as people
    inner join intermediate.int_identity__sealed_people as sealed_people on people.cluster_id = sealed_people.cluster_id
),

sealed_names as (
    select {short_name} as short_name, descriptions.date_of_birth
    from descriptions
    inner join staging.stg_connect__nominals as nominals
        on descriptions.record_type = 'nominal' and descriptions.record_id = nominals.nominal_id
    where nominals.is_restricted and descriptions.date_of_birth is not null
),

-- Of what no rule judged, since no event of the window names it, whatever has a sealed person's name and date of birth is theirs.
hidden as (
    select count(*) > 0 as is_anything_hidden
    from keyed
    left join sealed_records on keyed.record_key = sealed_records.record_key
    left join marked_nominals on keyed.record_type = 'nominal' and keyed.record_id = marked_nominals.nominal_id
    left join described
        on
            keyed.person_key is null
            and keyed.group_key = described.group_key
            and keyed.record_type = described.record_type
            and keyed.record_id = described.record_id
    left join sealed_names
        on described.short_name = sealed_names.short_name and described.date_of_birth = sealed_names.date_of_birth
    where coalesce(sealed_records.record_key, marked_nominals.nominal_id, sealed_names.short_name) is not null
),

shown as (
    select keyed.* from keyed cross join hidden where not hidden.is_anything_hidden
),

calls as (
    select source_system, record_type, record_id, person_key, match_rule, link_strength
    from linkage.link_person_records
    where record_type = 'call' and person_key in (select person_key from shown where person_key is not null)
)

select distinct
    source_system,
    record_type,
    record_id,
    record_key,
    person_key,
    match_rule,
    -- An index number is somebody's; what an operator alone put there may be somebody else's.
    coalesce(link_strength, case when is_by_operator_alone then 'inferred' else 'firm' end) as link_strength
from shown
union all
select source_system, record_type, record_id, {record_key} as record_key, person_key, match_rule, link_strength from calls
