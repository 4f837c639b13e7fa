-- The true top N by group, how many of them the cohort holds, and how many a perfect linker would put there.
with cohort_size as (
    select count(*) as people
    from cohort_true_persons
)

select
    true_person_groups.grouping_name,
    true_person_groups.group_name,
    count(*) as true_top_people,
    count(*) filter (
        where true_ranks.true_person_id in (select true_person_id from cohort_true_persons)
    ) as found_people,
    count(*) filter (where usable_ranks.usable_rank <= cohort_size.people) as found_by_a_perfect_linker
from true_ranks
cross join cohort_size
inner join true_person_groups on true_ranks.true_person_id = true_person_groups.true_person_id
left join usable_ranks on true_ranks.true_person_id = usable_ranks.true_person_id
where true_ranks.true_rank <= cohort_size.people
group by true_person_groups.grouping_name, true_person_groups.group_name
order by true_person_groups.grouping_name, true_person_groups.group_name;
