-- How many joined, stayed and left at the newest refresh.
select "Change", count(*) as people
from qlik.qlik_changes
where "Change Refresh" = (select max("Change Refresh") from qlik.qlik_changes)
group by "Change"
order by people desc, "Change"
