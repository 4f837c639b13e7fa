with cohort_interactions as (
    select distinct person_interactions.interaction_key
    from {{ ref('int_measures__person_interactions') }} as person_interactions
    inner join {{ ref('fsu_cohort') }} as cohort on person_interactions.person_key = cohort.person_key
),

final as (
    select
        themes.interaction_key,
        themes.theme_code,
        themes.is_sensitive
    from {{ ref('int_events__themes') }} as themes
    inner join cohort_interactions on themes.interaction_key = cohort_interactions.interaction_key
    -- Themes on health are shown as counts only (fsu_cohort_theme_counts), never on an event.
    where not themes.is_special_category
)

select * from final
