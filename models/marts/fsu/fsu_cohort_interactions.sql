with cohort as (
    select person_key from {{ ref('fsu_cohort') }}
),

person_interactions as (
    select person_interactions.*
    from {{ ref('fct_person_interactions') }} as person_interactions
    inner join cohort on person_interactions.person_key = cohort.person_key
),

interactions as (
    select * from {{ ref('fct_interactions') }}
),

priority_lists as (
    select
        priorities.interaction_key,
        {{ ordered_string_agg('priorities.priority_code', '|', byte_order('priorities.priority_code')) }} as priority_codes
    from {{ ref('fct_interaction_priorities') }} as priorities
    group by priorities.interaction_key
),

final as (
    select
        person_interactions.person_key,
        person_interactions.interaction_key,
        person_interactions.role,
        person_interactions.interaction_type,
        person_interactions.occurred_on,
        person_interactions.occurred_hour,
        person_interactions.npu_code,
        interactions.grade_code,
        interactions.risk_grade_code,
        interactions.ho_offence_code,
        interactions.theme_codes,
        cast(priority_lists.priority_codes as {{ dbt.type_string() }}) as priority_codes,
        interactions.police_hours,
        interactions.is_effort_known,
        interactions.harm_weight,
        person_interactions.is_for_other,
        person_interactions.link_strength,
        person_interactions.is_inferred,
        person_interactions.match_rule
    from person_interactions
    inner join interactions on person_interactions.interaction_key = interactions.interaction_key
    left join priority_lists on person_interactions.interaction_key = priority_lists.interaction_key
)

select * from final
