-- Points per component for one person of the cohort under every scheme: variable person_key (empty: rank 1 of the cohort).
with chosen as (
    {% if var('person_key', '') -%}
    select '{{ var("person_key", "") }}' as person_key
    {%- else -%}
    select person_key from {{ ref('fsu_cohort') }} where rank = 1
    {%- endif %}
)

select
    components.scheme_code,
    components.measure,
    components.measure_value,
    components.weight,
    components.cap,
    components.is_capped,
    components.points,
    ranked.score,
    ranked.rank
from {{ ref('fsu_score_components') }} as components
inner join chosen on components.person_key = chosen.person_key
inner join {{ ref('fsu_ranked') }} as ranked
    on components.scheme_code = ranked.scheme_code and components.person_key = ranked.person_key
order by components.scheme_code, components.points desc, components.measure
