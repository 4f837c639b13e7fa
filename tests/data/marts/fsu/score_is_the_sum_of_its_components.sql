with summed as (
    select scheme_code, person_key, sum(points) as points
    from {{ ref('fsu_score_components') }}
    group by scheme_code, person_key
)

select summed.scheme_code, summed.person_key
from summed
inner join {{ ref('fsu_ranked') }} as ranked
    on summed.scheme_code = ranked.scheme_code and summed.person_key = ranked.person_key
where abs(summed.points - ranked.score) > 0.00001
