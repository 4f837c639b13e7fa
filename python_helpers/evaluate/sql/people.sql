-- People that hold named records of the truth, how many of them have two or more, and how many of those hold two true persons; the
-- same for the people that firm links alone make.
select
    count(*) as people,
    count(*) filter (where record_count > 1) as people_of_many_records,
    count(*) filter (where true_person_count > 1) as people_with_two_true_persons,
    (select count(*) from firm_majority where record_count > 1) as firm_people_of_many_records,
    (select count(*) from firm_majority where true_person_count > 1) as firm_people_with_two_true_persons,
    (select count(distinct true_person_id) from named) as true_persons,
    max(record_count) as largest_person_records
from majority;
