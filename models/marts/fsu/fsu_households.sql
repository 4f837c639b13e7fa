with homes as (
    select * from {{ ref('int_people__homes') }}
    where property_key is not null and (people_count > 1 or is_communal)
),

person_interactions as (
    select person_key, interaction_key from {{ ref('int_measures__person_interactions') }}
),

events as (
    select interaction_key, occurred_at from {{ ref('int_events__in_window') }}
),

households as (
    select
        property_key as household_key,
        max(case when is_communal then 1 else 0 end) = 1 as is_communal,
        min({{ byte_order('npu_code') }}) as npu_code,
        count(*) as people_count
    from homes
    group by property_key
),

shared_interactions as (
    select distinct homes.property_key as household_key, person_interactions.interaction_key
    from homes
    inner join person_interactions on homes.person_key = person_interactions.person_key
),

volumes as (
    select
        shared_interactions.household_key,
        count(*) as volume,
        max(events.occurred_at) as last_interaction_at
    from shared_interactions
    inner join events on shared_interactions.interaction_key = events.interaction_key
    group by shared_interactions.household_key
),

counted as (
    select
        households.household_key,
        households.is_communal,
        households.npu_code,
        households.people_count,
        coalesce(volumes.volume, 0) as volume,
        volumes.last_interaction_at
    from households
    left join volumes on households.household_key = volumes.household_key
),

final as (
    select
        household_key,
        npu_code,
        cast(people_count as integer) as people_count,
        cast(volume as integer) as volume,
        cast(
            case
                when not is_communal
                    then row_number() over (
                            partition by is_communal order by volume desc, last_interaction_at desc nulls last, household_key
                        )
            end as integer
        ) as rank,
        is_communal,
        {{ utc_to_civil_date('last_interaction_at') }} as last_interaction_on
    from counted
)

select * from final
