select 'on none of the three lists' as lists, missed_count as people_count, missed_share as people_share, 1 as sort_order
from marts.fsu_missed_headline
union all
select 'on at least one', cohort_count - missed_count, 1 - missed_share, 2 from marts.fsu_missed_headline
order by sort_order
