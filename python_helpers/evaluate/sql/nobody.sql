-- Named records that are nobody's (partner agencies, tests): how many were made a person, and how many joined a true person's.
select
    count(*) as records,
    count(*) filter (where scored.is_resolved) as made_a_person,
    count(*) filter (where scored.is_resolved and majority.person is not null) as joined_a_true_person
from scored
left join majority on scored.person = majority.person
where
    scored.is_named
    and scored.true_person_id is null;
