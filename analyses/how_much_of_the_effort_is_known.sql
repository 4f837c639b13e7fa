-- By type of interaction: on how many somebody is recognised, for how many the effort is wholly known, and the hours, each event once.
select
    interaction_type,
    count(*) as interaction_count,
    avg(case when people_count > 0 then 1.0 else 0.0 end) as share_with_somebody_recognised,
    avg(case when is_effort_known then 1.0 when not is_effort_known then 0.0 end) as share_with_known_effort,
    sum(police_hours) as police_hours
from {{ ref('fct_interactions') }}
group by interaction_type
order by interaction_type
