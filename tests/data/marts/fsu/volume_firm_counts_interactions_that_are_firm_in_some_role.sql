-- Recomputed from the published interactions; whoever has none has none that is firm, and no share.
with interactions as (
    select
        person_key,
        interaction_key,
        max(case when link_strength = 'firm' then 1 else 0 end) as firm_count
    from {{ ref('fct_person_interactions') }}
    group by person_key, interaction_key
),

recomputed as (
    select
        person_key,
        sum(firm_count) as volume_firm,
        avg(cast(firm_count as {{ type_double() }})) as firm_share
    from interactions
    group by person_key
)

select measures.person_key
from {{ ref('fsu_person_measures') }} as measures
left join recomputed on measures.person_key = recomputed.person_key
where measures.volume_firm <> coalesce(recomputed.volume_firm, 0)
    or abs(coalesce(measures.firm_share, -1) - coalesce(recomputed.firm_share, -1)) > 0.000001
