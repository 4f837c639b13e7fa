with events as (
    select
        interaction_key,
        interaction_type,
        occurred_on
    from {{ ref('int_events__in_window') }}
),

rules as (
    select
        theme_rules.theme_code,
        theme_rules.evidence,
        theme_rules.code,
        theme_rules.valid_from,
        coalesce(theme_rules.valid_to, cast('9999-12-31' as date)) as valid_to,
        themes.is_sensitive,
        themes.is_special_category
    from {{ ref('theme_rules') }} as theme_rules
    inner join {{ ref('int_events__theme_kinds') }} as themes on theme_rules.theme_code = themes.theme_code
    where themes.is_in_use
),

event_codes as (
    select * from {{ ref('int_events__codes') }}
),

type_codes as (
    select
        interaction_key,
        'INTERACTION_TYPE' as evidence,
        upper(interaction_type) as code
    from events
    where upper(interaction_type) in (select code from rules where evidence = 'INTERACTION_TYPE')
),

codes as (
    select * from event_codes
    union all
    select * from type_codes
),

final as (
    select distinct
        events.interaction_key,
        rules.theme_code,
        rules.is_sensitive,
        rules.is_special_category
    from codes
    inner join rules on codes.evidence = rules.evidence and codes.code = rules.code
    inner join events on codes.interaction_key = events.interaction_key
    where events.occurred_on between rules.valid_from and rules.valid_to
)

select * from final
