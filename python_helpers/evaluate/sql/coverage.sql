-- How the truth and the warehouse cover one another, by record type.
select
    coalesce(truth.source_system, resolved.source_system) as source_system,
    coalesce(truth.record_type, resolved.record_type) as record_type,
    count(truth.record_id) as truth_records,
    count(truth.true_person_id) as truth_records_of_a_person,
    count(*) filter (where truth.true_person_id is not null and resolved.record_id is null) as not_resolved,
    count(*) filter (where truth.record_id is null) as not_in_the_truth
from truth
full outer join resolved
    on
        truth.source_system = resolved.source_system
        and truth.record_type = resolved.record_type
        and truth.record_id = resolved.record_id
group by all
order by all;
