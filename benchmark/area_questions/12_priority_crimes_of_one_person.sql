-- One person's crimes of each priority type.
select priorities."Priority", count(distinct priorities."%interaction") as crimes
from qlik.qlik_roles as roles
inner join qlik.qlik_event_priorities as priorities on roles."%interaction" = priorities."%interaction"
where roles."%person" = $person_key
group by priorities."Priority"
order by crimes desc, priorities."Priority"
