-- The people of one NPU, by home or most of their events, with most interactions of one theme: variables npu_code (BW) and theme_code (DA).
-- Sensitive themes are in restricted only.
with themed_interactions as (
    select interaction_key
    from {{ ref('fct_interaction_themes') }}
    where theme_code = '{{ var("theme_code", "DA") }}'
),

met as (
    select distinct person_key, interaction_key from {{ ref('fct_person_interactions') }}
),

counted as (
    select met.person_key, count(*) as themed_interaction_count
    from met
    inner join themed_interactions on met.interaction_key = themed_interactions.interaction_key
    group by met.person_key
)

select
    counted.person_key,
    people.home_npu_code,
    people.events_npu_code,
    counted.themed_interaction_count,
    ranked.rank,
    ranked.is_cohort
from counted
inner join {{ ref('dim_people') }} as people on counted.person_key = people.person_key
inner join {{ ref('fsu_ranked') }} as ranked on counted.person_key = ranked.person_key
inner join {{ ref('dim_schemes') }} as schemes on ranked.scheme_code = schemes.scheme_code and schemes.is_in_force
where '{{ var("npu_code", "BW") }}' in (people.home_npu_code, people.events_npu_code)
order by counted.themed_interaction_count desc, ranked.rank
limit 20
