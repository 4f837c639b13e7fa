-- Every record of the truth with the person it was put to. A record that was put to nobody is a person of its own.
create or replace temp table scored as
select
    truth.source_system,
    truth.record_type,
    truth.record_id,
    truth.true_person_id,
    resolved.match_rule,
    truth.record_type <> 'call' as is_named,
    resolved.person_key is not null as is_resolved,
    coalesce(resolved.is_inferred, false) as is_inferred,
    resolved.firm_person_key,
    coalesce(resolved.link_strength = 'firm', false) as is_firm,
    truth.name_origin,
    'alone ' || truth.source_system || '/' || truth.record_type || '/' || truth.record_id as alone,
    coalesce('person ' || resolved.person_key, alone) as person
from truth
left join resolved
    on
        truth.source_system = resolved.source_system
        and truth.record_type = resolved.record_type
        and truth.record_id = resolved.record_id;

-- Named records that have a true person: what pairs are counted over. `person_without_inference` is what they would be if nothing
-- were inferred, `person_by_firm_links` what they would be if only firm links held: a record that a likely link or an inference
-- attaches is alone. Records that are each attached by a firm link stay together, also where a likely one joined two halves, unless
-- the records name the person that firm links alone make.
create or replace temp table named as
select
    source_system,
    record_type,
    record_id,
    true_person_id,
    match_rule,
    is_resolved,
    is_inferred,
    name_origin,
    person,
    coalesce('firm ' || firm_person_key, if(is_firm, person, alone)) as person_by_firm_links,
    if(is_inferred, alone, person) as person_without_inference
from scored
where
    is_named
    and true_person_id is not null;

-- Per record: how many other records its person holds, its true person holds, and both hold. Every pair shows up once at each
-- of its two records, so half of a sum over all records is a number of pairs; pairs are counted and never listed.
create or replace temp table neighbours as
select
    *,
    count(*) over (partition by person) - 1 as linked,
    count(*) over (partition by true_person_id) - 1 as true_linked,
    count(*) over (partition by person, true_person_id) - 1 as rightly_linked,
    count(*) over (partition by person_without_inference) - 1 as linked_without_inference,
    count(*) over (partition by person_without_inference, true_person_id) - 1 as rightly_linked_without_inference,
    count(*) over (partition by person_by_firm_links) - 1 as linked_by_firm_links,
    count(*) over (partition by person_by_firm_links, true_person_id) - 1 as rightly_linked_by_firm_links
from named;

-- The true person that most of a person's named records belong to; ties go to the smaller id.
create or replace temp table majority as
with counted as (
    select
        person,
        true_person_id,
        count(*) as record_count
    from named
    group by person, true_person_id
)

select
    person,
    arg_min(true_person_id, (-record_count, true_person_id)) as true_person_id,
    count(*) as true_person_count,
    sum(record_count)::bigint as record_count
from counted
group by person;

-- The same for the people that firm links alone make.
create or replace temp table firm_majority as
with counted as (
    select
        person_by_firm_links,
        true_person_id,
        count(*) as record_count
    from named
    group by person_by_firm_links, true_person_id
)

select
    person_by_firm_links as person,
    arg_min(true_person_id, (-record_count, true_person_id)) as true_person_id,
    count(*) as true_person_count,
    sum(record_count)::bigint as record_count
from counted
group by person_by_firm_links;
