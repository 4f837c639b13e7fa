-- Points per component, and how the rank moves when a weight or the scheme changes.
select components.scheme_code, components.measure, components.points, sensitivity.best_rank, sensitivity.worst_rank
from marts.fsu_score_components as components
inner join marts.fsu_rank_sensitivity as sensitivity on components.person_key = sensitivity.person_key
where components.person_key = $person_key
order by components.scheme_code, components.points desc
