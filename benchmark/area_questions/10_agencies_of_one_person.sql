-- Organisations on one person's interactions.
select organisations."Organisation", count(distinct organisations."%interaction") as interactions
from qlik.qlik_roles as roles
inner join qlik.qlik_event_organisations as organisations on roles."%interaction" = organisations."%interaction"
where roles."%person" = $person_key
group by organisations."Organisation"
order by interactions desc, organisations."Organisation"
