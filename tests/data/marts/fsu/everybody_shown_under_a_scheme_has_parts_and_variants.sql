-- Switching the scheme must not empty a page.
with people_shown as (
    select scheme_code, person_key
    from {{ ref('fsu_ranked') }}
    where is_cohort or is_near_miss
),

parts as (
    select distinct scheme_code, person_key from {{ ref('fsu_score_components') }}
),

variants as (
    select scheme_code, person_key from {{ ref('fsu_rank_variants') }} where variant_code = scheme_code
)

select people_shown.scheme_code, people_shown.person_key
from people_shown
left join parts on people_shown.scheme_code = parts.scheme_code and people_shown.person_key = parts.person_key
left join variants on people_shown.scheme_code = variants.scheme_code and people_shown.person_key = variants.person_key
left join {{ ref('fsu_rank_sensitivity') }} as sensitivity on people_shown.person_key = sensitivity.person_key
where parts.person_key is null or variants.person_key is null or sensitivity.person_key is null
