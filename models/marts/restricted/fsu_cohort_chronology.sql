with cohort as (
    select person_key from {{ ref('fsu_cohort') }}
),

person_interactions as (
    select * from {{ ref('fct_person_interactions') }}
),

interactions as (
    select * from {{ ref('fct_interactions') }}
),

interaction_refs as (
    select interaction_key, source_ref, occurred_at from {{ ref('link_interaction_refs') }}
),

theme_lists as (
    select
        interaction_key,
        {{ ordered_string_agg('theme_code', '|', byte_order('theme_code')) }} as themes
    from {{ ref('fsu_cohort_interaction_themes') }}
    group by interaction_key
),

final as (
    select
        person_interactions.person_key,
        person_interactions.interaction_key,
        interaction_refs.occurred_at,
        person_interactions.interaction_type,
        person_interactions.role,
        interactions.source_system,
        interaction_refs.source_ref,
        {{ source_url('interactions.source_system', 'interactions.interaction_type', 'interaction_refs.source_ref') }} as source_url,
        interactions.npu_code,
        interactions.grade_code,
        interactions.ho_offence_code,
        cast(theme_lists.themes as {{ dbt.type_string() }}) as themes,
        interactions.police_hours,
        interactions.is_effort_known,
        person_interactions.link_strength,
        person_interactions.is_inferred,
        person_interactions.match_rule
    from person_interactions
    inner join cohort on person_interactions.person_key = cohort.person_key
    inner join interactions on person_interactions.interaction_key = interactions.interaction_key
    inner join interaction_refs on person_interactions.interaction_key = interaction_refs.interaction_key
    left join theme_lists on person_interactions.interaction_key = theme_lists.interaction_key
)

select * from final
