-- Whose interactions of the last three months stand out against the nine before, with the months to see it by; a description, never a forecast.
with escalating as (
    select * from {{ ref('fsu_escalation') }} where is_escalating
),

months as (
    select person_key, month_start_on, sum(interaction_count) as interaction_count
    from {{ ref('fsu_person_months') }}
    group by person_key, month_start_on
)

select
    escalating.person_key,
    people.home_npu_code,
    people.is_under_18,
    escalating.recent_count,
    escalating.earlier_count,
    escalating.rate_ratio,
    max(months.interaction_count) as most_in_a_month
from escalating
inner join {{ ref('dim_people') }} as people on escalating.person_key = people.person_key
inner join months on escalating.person_key = months.person_key
group by
    escalating.person_key, people.home_npu_code, people.is_under_18, escalating.recent_count, escalating.earlier_count, escalating.rate_ratio
order by escalating.recent_count desc, escalating.person_key
