with cohort as (
    select person_key from {{ ref('fsu_cohort') }}
),

person_interactions as (
    select person_key, interaction_key from {{ ref('int_measures__person_interactions') }}
),

themes as (
    select * from {{ ref('int_events__themes') }}
),

final as (
    select
        cohort.person_key,
        themes.theme_code,
        cast(count(*) as integer) as interaction_count
    from cohort
    inner join person_interactions on cohort.person_key = person_interactions.person_key
    inner join themes on person_interactions.interaction_key = themes.interaction_key
    group by cohort.person_key, themes.theme_code
)

select * from final
