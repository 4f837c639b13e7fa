-- Recomputed from the published events, which knows nothing of how totals are made.
with interactions as (
    select distinct person_key, interaction_key from {{ ref('fct_person_interactions') }}
),

recomputed as (
    select
        interactions.person_key,
        count(*) as volume,
        sum(events.police_hours) as total_hours,
        sum(events.call_handling_hours) as call_handling_hours
    from interactions
    inner join {{ ref('fct_interactions') }} as events on interactions.interaction_key = events.interaction_key
    group by interactions.person_key
)

select measures.person_key
from {{ ref('fsu_person_measures') }} as measures
left join recomputed on measures.person_key = recomputed.person_key
where measures.volume <> coalesce(recomputed.volume, 0)
    {% for hours in ['total_hours', 'call_handling_hours'] -%}
    or abs(coalesce(measures.{{ hours }}, 0) - coalesce(recomputed.{{ hours }}, 0)) > 0.001
    or (measures.{{ hours }} is null and recomputed.{{ hours }} is not null)
    {% endfor -%}
