-- The groups that are compared: true persons by the origin of their name as planted, where the truth says it, and by how many true
-- persons carry their name. Whoever is on record under several names counts with the one that most carry.
create or replace temp table true_person_groups as
select
    true_person_id,
    'name_origin' as grouping_name,
    min(name_origin) as group_name
from scored
where
    true_person_id is not null
    and name_origin is not null
group by true_person_id
union all
select
    named.true_person_id,
    'name_band',
    arg_max(name_bands.name_band, name_bands.true_person_count)
from named
inner join name_bands
    on
        named.source_system = name_bands.source_system
        and named.record_type = name_bands.record_type
        and named.record_id = name_bands.record_id
group by named.true_person_id;
