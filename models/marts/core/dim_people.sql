with time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

people as (
    select
        person_key,
        count(*) as record_count,
        count(distinct source_system) as source_system_count
    from {{ ref('int_identity__person_records') }}
    group by person_key
),

measures as (
    select * from {{ ref('int_measures__person_measures') }}
),

homes as (
    select * from {{ ref('int_people__homes') }}
),

birth_dates as (
    select * from {{ ref('int_people__birth_dates') }}
),

care as (
    select * from {{ ref('int_people__care') }}
),

event_npus as (
    select * from {{ ref('int_people__event_npus') }}
),

final as (
    select
        cast(people.person_key as {{ dbt.type_string() }}) as person_key,
        homes.npu_code as home_npu_code,
        event_npus.npu_code as events_npu_code,
        -- Who shares a key with others at a refuge could be found by whoever knows one of them.
        case when homes.people_count > 1 and not homes.is_communal and not coalesce(homes.is_withheld, false) then homes.property_key end as household_key,
        birth_dates.date_of_birth > {{ dbt.dateadd('year', -18, 'time_window.as_of_date') }} as is_under_18,
        care.person_key is not null as has_been_in_care,
        measures.is_processing_restricted,
        cast(people.source_system_count as integer) as source_system_count,
        cast(people.record_count as integer) as record_count,
        measures.first_interaction_on,
        measures.last_interaction_on
    from people
    cross join time_window
    inner join measures on people.person_key = measures.person_key
    left join homes on people.person_key = homes.person_key
    left join birth_dates on people.person_key = birth_dates.person_key
    left join care on people.person_key = care.person_key
    left join event_npus on people.person_key = event_npus.person_key
)

select * from final
