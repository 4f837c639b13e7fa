with time_window as (
    select * from {{ ref('int_window__bounds') }}
),

crimes as (
    select crime_no, recorded_at from {{ ref('stg_connect__crimes') }}
),

crime_people as (
    select crime_no, nominal_id from {{ ref('stg_connect__crime_people') }}
),

custody_records as (
    select nominal_id, arrived_at from {{ ref('stg_connect__custody_records') }}
),

entries as (
    select * from {{ ref('int_events__person_entries') }}
),

nominal_groups as (
    select * from {{ ref('int_identity__nominal_groups') }}
),

nominal_ids_in_events as (
    select crime_people.nominal_id
    from crime_people
    inner join crimes on crime_people.crime_no = crimes.crime_no
    cross join time_window
    where crimes.recorded_at >= time_window.window_start_at and crimes.recorded_at < time_window.window_end_at
    union
    select custody_records.nominal_id
    from custody_records
    cross join time_window
    where custody_records.arrived_at >= time_window.window_start_at and custody_records.arrived_at < time_window.window_end_at
),

in_events as (
    select {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key
    from nominal_ids_in_events
    union
    select nominal_record_key as record_key
    from entries
    where nominal_record_key is not null and not is_agency
),

groups_in_events as (
    select distinct nominal_groups.label
    from nominal_groups
    inner join in_events on nominal_groups.node = in_events.record_key
),

final as (
    select record_key from in_events
    union
    -- The nominals it was merged with, so that what is known of any of them counts for all.
    select nominal_groups.node as record_key
    from nominal_groups
    inner join groups_in_events on nominal_groups.label = groups_in_events.label
)

select * from final
