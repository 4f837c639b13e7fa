-- How many of the true top N the cohort holds, N being the cohort's size. Two cohort people of one true person count once.
-- Many have as many interactions as the last of the true top, and only the day of their latest one decides which of them belong to
-- it. Counting ties, any of them does, as long as there are places left below those who have more.
with cohort_size as (
    select count(*) as people
    from cohort_true_persons
),

least_of_the_top as (
    select min(true_ranks.volume) as volume
    from true_ranks
    cross join cohort_size
    where true_ranks.true_rank <= cohort_size.people
),

contenders as (
    select
        true_ranks.true_rank <= cohort_size.people as is_top,
        true_ranks.volume > least_of_the_top.volume as is_above,
        true_ranks.true_person_id in (select true_person_id from cohort_true_persons) as is_found,
        coalesce(usable_ranks.usable_rank <= cohort_size.people, false) as is_found_by_a_perfect_linker,
        coalesce(usable_ranks.named_rank <= cohort_size.people, false) as is_found_by_one_of_named_numbers
    from true_ranks
    cross join cohort_size
    cross join least_of_the_top
    left join usable_ranks on true_ranks.true_person_id = usable_ranks.true_person_id
    where true_ranks.volume >= least_of_the_top.volume
)

select
    (select people from cohort_size) as cohort_people,
    count(*) filter (where is_top) as true_top_people,
    count(*) filter (where is_top and is_found) as found_people,
    count(*) filter (where is_top and is_found_by_a_perfect_linker) as found_by_a_perfect_linker,
    count(*) filter (where is_top and is_found_by_one_of_named_numbers) as found_by_a_perfect_linker_of_named_numbers,
    count(*) filter (where is_above and is_found)
    + least(
        count(*) filter (where not is_above and is_found),
        count(*) filter (where is_top and not is_above)
    ) as found_counting_ties,
    count(*) filter (where is_above and is_found_by_a_perfect_linker)
    + least(
        count(*) filter (where not is_above and is_found_by_a_perfect_linker),
        count(*) filter (where is_top and not is_above)
    ) as found_counting_ties_by_a_perfect_linker
from contenders;
