with person_interactions as (
    select distinct person_key, interaction_key from {{ ref('int_people__roles') }}
),

events as (
    select interaction_key, npu_code, occurred_at
    from {{ ref('int_events__in_window') }}
    where npu_code is not null
),

counted as (
    select
        person_interactions.person_key,
        events.npu_code,
        count(*) as event_count,
        max(events.occurred_at) as last_at
    from person_interactions
    inner join events on person_interactions.interaction_key = events.interaction_key
    group by person_interactions.person_key, events.npu_code
),

ranked as (
    select
        person_key,
        npu_code,
        -- An area that no seed knows stands only where there is no other.
        row_number() over (
            partition by person_key
            order by case when npu_code = 'UNMAPPED' then 1 else 0 end, event_count desc, last_at desc, {{ byte_order('npu_code') }}
        ) as position
    from counted
),

final as (
    select
        person_key,
        npu_code
    from ranked
    where position = 1
)

select * from final
