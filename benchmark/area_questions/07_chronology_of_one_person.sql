-- One person's interactions, newest first, with their themes.
select interactions.*, roles."Role", themes."Theme"
from qlik.qlik_roles as roles
inner join qlik.qlik_interactions as interactions on roles."%interaction" = interactions."%interaction"
left join qlik.qlik_event_themes as event_themes on roles."%interaction" = event_themes."%interaction"
left join qlik.qlik_themes as themes on event_themes."%theme" = themes."%theme"
where roles."%person" = $person_key
order by interactions."Interaction Day" desc, interactions."Interaction Hour" desc, interactions."%interaction"
