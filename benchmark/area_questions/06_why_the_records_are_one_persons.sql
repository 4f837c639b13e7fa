-- Why one person's records are theirs, and for how many interactions each reason speaks.
select "Role Link Reason" as reason, "Role Link Strength" as strength, count(distinct "%interaction") as interactions
from qlik.qlik_roles
where "%person" = $person_key
group by "Role Link Reason", "Role Link Strength"
order by interactions desc, reason
