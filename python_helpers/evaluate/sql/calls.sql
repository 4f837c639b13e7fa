-- Calls put to a person, and rightly: to the one whose named records are mostly the caller's. A call of nobody's that was put
-- to a person counts as attributed and not as right.
select
    count(*) as calls,
    count(scored.true_person_id) as calls_of_a_true_person,
    count(*) filter (where scored.is_resolved) as attributed_calls,
    count(*) filter (where scored.is_resolved and scored.true_person_id = majority.true_person_id) as rightly_attributed_calls
from scored
left join majority on scored.person = majority.person
where not scored.is_named;
