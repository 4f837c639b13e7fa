-- How many of the true top N the cohort holds, N being the cohort's size. Two cohort people of one true person count once.
with cohort_size as (
    select count(*) as people
    from cohort_true_persons
),

true_top as (
    select true_ranks.true_person_id
    from true_ranks
    cross join cohort_size
    where true_ranks.true_rank <= cohort_size.people
)

select
    (select people from cohort_size) as cohort_people,
    count(*) as true_top_people,
    count(*) filter (where true_top.true_person_id in (select true_person_id from cohort_true_persons)) as found_people,
    count(*) filter (
        where true_top.true_person_id in (
            select usable_ranks.true_person_id
            from usable_ranks
            cross join cohort_size
            where usable_ranks.usable_rank <= cohort_size.people
        )
    ) as found_by_a_perfect_linker,
    count(*) filter (
        where true_top.true_person_id in (
            select usable_ranks.true_person_id
            from usable_ranks
            cross join cohort_size
            where usable_ranks.named_rank <= cohort_size.people
        )
    ) as found_by_a_perfect_linker_of_named_numbers
from true_top;
