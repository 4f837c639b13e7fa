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

final as (
    select
        person_interactions.person_key,
        events.month_start_on,
        events.interaction_type,
        cast(count(*) as integer) as interaction_count
    from person_interactions
    inner join events on person_interactions.interaction_key = events.interaction_key
    group by person_interactions.person_key, events.month_start_on, events.interaction_type
)

select * from final
