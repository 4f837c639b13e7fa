with cohort as (
    select person_key, rank from {{ ref('fsu_cohort') }}
),

repeat_callers as (
    select distinct person_key
    from {{ ref('fsu_repeat_callers') }}
    where is_on_list and is_identified
),

repeat_victims as (
    select distinct person_key
    from {{ ref('fsu_repeat_victims') }}
    where is_on_list
),

repeat_locations as (
    select location_key from {{ ref('fsu_repeat_locations') }} where is_on_list
),

minimum_incidents as (
    select minimum_count from {{ ref('todays_lists') }} where list_code = 'repeat_locations'
),

homes as (
    select person_key, property_key as location_key
    from {{ ref('int_people__homes') }}
    where property_key is not null
),

person_interactions as (
    select person_key, interaction_key from {{ ref('int_measures__person_interactions') }}
),

incident_places as (
    select interaction_key, property_key as location_key from {{ ref('int_people__incident_places') }}
),

-- One incident at a supermarket does not bring anybody to notice; living there, or being in the incidents time and again, does.
frequent_places as (
    select cohort.person_key, incident_places.location_key
    from cohort
    inner join person_interactions on cohort.person_key = person_interactions.person_key
    inner join incident_places on person_interactions.interaction_key = incident_places.interaction_key
    cross join minimum_incidents
    group by cohort.person_key, incident_places.location_key
    having count(*) >= max(minimum_incidents.minimum_count)
),

people_at_locations as (
    select homes.person_key
    from homes
    inner join repeat_locations on homes.location_key = repeat_locations.location_key
    union
    select frequent_places.person_key
    from frequent_places
    inner join repeat_locations on frequent_places.location_key = repeat_locations.location_key
),

final as (
    select
        cohort.person_key,
        cohort.rank,
        repeat_callers.person_key is not null as is_repeat_caller,
        repeat_victims.person_key is not null as is_repeat_victim,
        people_at_locations.person_key is not null as is_at_repeat_location,
        coalesce(repeat_callers.person_key, repeat_victims.person_key, people_at_locations.person_key) is null as is_missed
    from cohort
    left join repeat_callers on cohort.person_key = repeat_callers.person_key
    left join repeat_victims on cohort.person_key = repeat_victims.person_key
    left join people_at_locations on cohort.person_key = people_at_locations.person_key
)

select * from final
