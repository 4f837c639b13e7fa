-- Which interactions each record of the truth stands for, by the sources' own references: no part of the identity under test.
create or replace temp table record_interactions as
with answered_calls as (
    select distinct ucid
    from stg_avaya__call_segments
    where disposition = 'answered'
)

select
    'call' as record_type,
    interactions.source_ref as record_id,
    interactions.interaction_key,
    interactions.occurred_at
from link_interaction_refs as interactions
inner join answered_calls on interactions.source_ref = answered_calls.ucid
where interactions.interaction_type = 'call'
union all
select
    'person_entry',
    people.person_entry_id,
    interactions.interaction_key,
    interactions.occurred_at
from stg_controlworks__people as people
inner join link_interaction_refs as interactions
    on
        interactions.interaction_type = 'contact'
        and people.roc_ref = interactions.source_ref
union all
select
    'person_entry',
    people.person_entry_id,
    interactions.interaction_key,
    interactions.occurred_at
from stg_controlworks__people as people
inner join link_interaction_refs as interactions
    on
        interactions.interaction_type = 'incident'
        and people.log_no = interactions.source_ref
union all
select
    'nominal',
    crime_people.nominal_id,
    interactions.interaction_key,
    interactions.occurred_at
from stg_connect__crime_people as crime_people
inner join link_interaction_refs as interactions
    on
        interactions.interaction_type = 'crime'
        and crime_people.crime_no = interactions.source_ref
union all
select
    'nominal',
    custody_records.nominal_id,
    interactions.interaction_key,
    interactions.occurred_at
from stg_connect__custody_records as custody_records
inner join link_interaction_refs as interactions
    on
        interactions.interaction_type = 'custody'
        and custody_records.custody_ref = interactions.source_ref
union all
select
    'person',
    episodes.person_ref,
    interactions.interaction_key,
    interactions.occurred_at
from stg_compact__episodes as episodes
inner join link_interaction_refs as interactions
    on
        interactions.interaction_type = 'missing'
        and episodes.episode_ref = interactions.source_ref;

-- True persons in the order that the ranking by volume would give them: volume, most recent interaction, then the key.
create or replace temp table true_ranks as
with counted as (
    select
        scored.true_person_id,
        count(distinct record_interactions.interaction_key) as volume,
        max(record_interactions.occurred_at) as last_at
    from scored
    inner join record_interactions
        on
            scored.record_type = record_interactions.record_type
            and scored.record_id = record_interactions.record_id
    where scored.true_person_id is not null
    group by scored.true_person_id
)

select
    true_person_id,
    volume,
    row_number() over (order by volume desc, last_at desc, true_person_id asc) as true_rank
from counted;

-- The same for a perfect linker, which knows only the records that carry anything to be linked by; and for one that knows a call by
-- its number only where somebody was named with the number: a number that nobody named holds is nobody's.
create or replace temp table usable_ranks as
with named_numbers as (
    select phone
    from stg_controlworks__people
    where coalesce(forename, surname) is not null
    union
    select phone
    from stg_connect__nominal_phones
    union
    select phone
    from stg_compact__people
),

calls as (
    select
        segments.ucid,
        bool_or(named_numbers.phone is not null) as is_named_number
    from stg_avaya__call_segments as segments
    left join named_numbers on segments.calling_phone = named_numbers.phone
    where segments.calling_phone is not null
    group by segments.ucid
),

linkable as (
    select
        record_type,
        record_id,
        true_person_id,
        true as is_named
    from usable
    where has_anything_usable
    union all
    select
        'call',
        scored.record_id,
        scored.true_person_id,
        calls.is_named_number
    from scored
    inner join calls on scored.record_id = calls.ucid
    where scored.record_type = 'call'
),

counted as (
    select
        linkable.true_person_id,
        count(distinct record_interactions.interaction_key) as volume,
        max(record_interactions.occurred_at) as last_at,
        count(distinct record_interactions.interaction_key) filter (where linkable.is_named) as named_volume,
        max(record_interactions.occurred_at) filter (where linkable.is_named) as named_last_at
    from linkable
    inner join record_interactions
        on
            linkable.record_type = record_interactions.record_type
            and linkable.record_id = record_interactions.record_id
    where linkable.true_person_id is not null
    group by linkable.true_person_id
)

select
    true_person_id,
    row_number() over (order by volume desc, last_at desc, true_person_id asc) as usable_rank,
    row_number() over (order by named_volume desc, named_last_at desc, true_person_id asc) as named_rank
from counted;

-- The cohort as the ranking by volume has it, whatever scheme is in force.
create or replace temp table cohort_true_persons as
select
    ranked.person_key,
    majority.true_person_id
from fsu_ranked as ranked
left join majority on 'person ' || ranked.person_key = majority.person
where
    ranked.scheme_code = 'volume'
    and ranked.is_cohort;
