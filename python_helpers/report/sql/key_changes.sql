select change, count(*) as people_count
from governance.gov_identity_changes
where as_of_date = (select as_of_date from refresh)
group by change
order by change
