-- People that hold named records of the truth, and how many of them hold two true persons.
select
    count(*) as people,
    count(*) filter (where record_count > 1) as people_of_many_records,
    count(*) filter (where true_person_count > 1) as people_with_two_true_persons,
    (select count(distinct true_person_id) from named) as true_persons,
    max(record_count) as largest_person_records
from majority;
