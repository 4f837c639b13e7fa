select changes.label as change, count(*) as people_count
from marts.fsu_cohort_changes as cohort
inner join marts.dim_labels as changes on cohort.change = changes.label_code and changes.label_of = 'change'
where cohort.as_of_date = (select as_of_date from refresh)
group by changes.label, changes.sort_order
order by changes.sort_order
