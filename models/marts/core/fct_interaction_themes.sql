with themes as (
    select interaction_key, theme_code from {{ ref('int_events__themes') }} where not is_sensitive
),

nameless_events as (
    select * from {{ ref('int_people__nameless_events') }}
),

final as (
    select
        themes.interaction_key,
        themes.theme_code
    from themes
    left join nameless_events on themes.interaction_key = nameless_events.interaction_key
    where nameless_events.interaction_key is null
)

select * from final
