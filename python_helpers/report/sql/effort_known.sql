select
    types.label as interaction_type,
    count(*) as interaction_count,
    count(*) filter (where interactions.is_effort_known) as known_count,
    count(*) filter (where interactions.is_effort_known) / count(*) as known_share
from marts.fct_interactions as interactions
inner join marts.dim_labels as types on interactions.interaction_type = types.label_code and types.label_of = 'interaction_type'
group by types.label, types.sort_order
order by types.sort_order
