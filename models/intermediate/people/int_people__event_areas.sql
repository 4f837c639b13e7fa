with events as (
    select
        interaction_key,
        interaction_type,
        event_number,
        npu_code,
        chain_key
    from {{ ref('int_events__in_window') }}
),

person_interactions as (
    select distinct person_key, interaction_key from {{ ref('int_people__roles') }}
),

homes as (
    select person_key, npu_code
    from {{ ref('int_people__homes') }}
    where npu_code is not null
),

-- What the log says goes before what was typed on the contact.
ranked_in_chain as (
    select
        chain_key,
        npu_code,
        row_number() over (partition by chain_key order by case interaction_type when 'incident' then 1 else 2 end, event_number) as position
    from events
    where chain_key is not null and npu_code is not null
),

-- People who live in different areas do not say where the event belongs.
home_areas as (
    select
        person_interactions.interaction_key,
        min(homes.npu_code) as npu_code
    from person_interactions
    inner join homes on person_interactions.person_key = homes.person_key
    group by person_interactions.interaction_key
    having count(distinct homes.npu_code) = 1
),

nameless_events as (
    select * from {{ ref('int_people__nameless_events') }}
),

final as (
    select
        events.interaction_key,
        case
            when nameless_events.interaction_key is null then coalesce(events.npu_code, ranked_in_chain.npu_code, home_areas.npu_code)
        end as npu_code,
        case
            when nameless_events.interaction_key is not null then 'unknown'
            when events.npu_code is not null then 'own'
            when ranked_in_chain.npu_code is not null then 'chain'
            when home_areas.npu_code is not null then 'person'
            else 'unknown'
        end as npu_source
    from events
    left join ranked_in_chain on events.chain_key = ranked_in_chain.chain_key and ranked_in_chain.position = 1
    left join home_areas on events.interaction_key = home_areas.interaction_key
    left join nameless_events on events.interaction_key = nameless_events.interaction_key
)

select * from final
