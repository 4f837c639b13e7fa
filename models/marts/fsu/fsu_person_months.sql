with person_interactions as (
    select person_key, interaction_key from {{ ref('int_measures__person_interactions') }}
),

events as (
    select
        interaction_key,
        interaction_type,
        cast({{ dbt.date_trunc('month', 'occurred_on') }} as date) as month_start_on
    from {{ ref('int_events__in_window') }}
),

counted as (
    select
        person_interactions.person_key,
        events.month_start_on,
        events.interaction_type,
        count(*) as interaction_count
    from person_interactions
    inner join events on person_interactions.interaction_key = events.interaction_key
    group by person_interactions.person_key, events.month_start_on, events.interaction_type
),

people_shown as (
    select distinct person_key
    from {{ ref('fsu_ranked') }}
    where is_cohort or is_near_miss
),

months as (
    select distinct month_start_on from {{ ref('dim_dates') }} where is_in_window
),

-- A chart of the months with events alone would hide that somebody has gone quiet.
empty_months as (
    select
        people_shown.person_key,
        months.month_start_on,
        types.interaction_type,
        0 as interaction_count
    from people_shown
    cross join months
    cross join {{ ref('dim_interaction_types') }} as types
),

all_months as (
    select * from counted
    union all
    select * from empty_months
),

final as (
    select
        person_key,
        month_start_on,
        cast(interaction_type as {{ dbt.type_string() }}) as interaction_type,
        cast(sum(interaction_count) as integer) as interaction_count
    from all_months
    group by person_key, month_start_on, interaction_type
)

select * from final
