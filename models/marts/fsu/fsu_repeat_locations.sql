with incident_places as (
    select * from {{ ref('int_people__incident_places') }}
),

homes as (
    select
        property_key,
        max(case when is_communal then 1 else 0 end) = 1 as is_communal,
        count(*) as resident_count
    from {{ ref('int_people__homes') }}
    where property_key is not null
    group by property_key
),

todays_list as (
    select list_size, minimum_count from {{ ref('todays_lists') }} where list_code = 'repeat_locations'
),

locations as (
    select
        property_key,
        -- An area that no seed knows stands only where there is no other.
        coalesce(min(case when npu_code <> 'UNMAPPED' then {{ byte_order('npu_code') }} end), min(npu_code)) as npu_code,
        count(*) as incident_count,
        max(occurred_at) as last_incident_at
    from incident_places
    group by property_key
),

ranked as (
    select
        locations.property_key,
        locations.npu_code,
        locations.incident_count,
        locations.last_incident_at,
        coalesce(homes.is_communal, false) as is_communal,
        coalesce(homes.resident_count, 0) as resident_count,
        todays_list.list_size,
        row_number() over (order by locations.incident_count desc, locations.last_incident_at desc, locations.property_key) as place
    from locations
    cross join todays_list
    left join homes on locations.property_key = homes.property_key
    where locations.incident_count >= todays_list.minimum_count
),

judged as (
    select
        ranked.*,
        {{ is_small_number('resident_count', 'property_key') }} as is_resident_count_withheld,
        {{ is_small_number('incident_count', 'property_key') }} as is_incident_count_withheld
    from ranked
),

final as (
    select
        property_key as location_key,
        npu_code,
        is_communal,
        cast(case when not is_resident_count_withheld then resident_count end as integer) as resident_count,
        cast(case when not is_incident_count_withheld then incident_count end as integer) as incident_count,
        is_resident_count_withheld,
        is_incident_count_withheld,
        {{ utc_to_civil_date('last_incident_at') }} as last_incident_on,
        cast(place as integer) as rank,
        place <= list_size as is_on_list
    from judged
)

select * from final
