-- People of two or more named records by the group of the true person whom most of their records belong to, and how many of them
-- hold two true persons: by all links, and by firm links alone.
with people as (
    select
        majority.true_person_id,
        true as is_by_all_links,
        majority.true_person_count
    from majority
    where majority.record_count > 1
    union all
    select
        firm_majority.true_person_id,
        false,
        firm_majority.true_person_count
    from firm_majority
    where firm_majority.record_count > 1
)

select
    true_person_groups.grouping_name,
    true_person_groups.group_name,
    count(*) filter (where people.is_by_all_links) as people_of_many_records,
    count(*) filter (where people.is_by_all_links and people.true_person_count > 1) as people_with_two_true_persons,
    count(*) filter (where not people.is_by_all_links) as firm_people_of_many_records,
    count(*) filter (where not people.is_by_all_links and people.true_person_count > 1) as firm_people_with_two_true_persons
from people
inner join true_person_groups on people.true_person_id = true_person_groups.true_person_id
group by true_person_groups.grouping_name, true_person_groups.group_name
order by true_person_groups.grouping_name, true_person_groups.group_name;
