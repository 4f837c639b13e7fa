with summed as (
    select person_key, sum(interaction_count) as interaction_count
    from {{ ref('fsu_person_months') }}
    group by person_key
)

select measures.person_key
from {{ ref('fsu_person_measures') }} as measures
left join summed on measures.person_key = summed.person_key
where measures.volume <> coalesce(summed.interaction_count, 0)
