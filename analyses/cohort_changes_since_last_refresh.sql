-- Who joined, left, rose and fell since the refresh before.
with refreshes as (
    select max(as_of_date) as as_of_date from {{ ref('fsu_cohort_changes') }}
)

select
    changes.change,
    count(*) as people_count,
    avg(changes.previous_rank - changes.rank) as mean_places_risen
from {{ ref('fsu_cohort_changes') }} as changes
inner join refreshes on changes.as_of_date = refreshes.as_of_date
group by changes.change
order by changes.change
