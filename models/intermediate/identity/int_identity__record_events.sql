with records as (
    select node_id, record_key from {{ ref('int_identity__records') }}
),

entries as (
    select record_key, contact_token, log_token from {{ ref('int_identity__entries') }}
),

time_window as (
    select * from {{ ref('int_interactions__window') }}
),

crimes as (
    select crimes.crime_no, crimes.log_no
    from {{ ref('stg_connect__crimes') }} as crimes
    cross join time_window
    where
        crimes.log_no is not null
        and crimes.recorded_at >= time_window.window_start_at
        and crimes.recorded_at < time_window.window_end_at
),

crime_people as (
    select crime_no, nominal_id from {{ ref('stg_connect__crime_people') }}
),

episodes as (
    select episodes.person_ref, episodes.log_no
    from {{ ref('stg_compact__episodes') }} as episodes
    cross join time_window
    where
        episodes.log_no is not null
        and episodes.reported_at >= time_window.window_start_at
        and episodes.reported_at < time_window.window_end_at
),

present as (
    select record_key, contact_token as event_token from entries where contact_token is not null
    union all
    select record_key, log_token as event_token from entries where log_token is not null
    union all
    select
        {{ record_key('connect', 'nominal', 'crime_people.nominal_id') }} as record_key,
        {{ token("'log/' || crimes.log_no") }} as event_token
    from crime_people
    inner join crimes on crime_people.crime_no = crimes.crime_no
    union all
    select
        {{ record_key('compact', 'person', 'episodes.person_ref') }} as record_key,
        {{ token("'log/' || episodes.log_no") }} as event_token
    from episodes
)

select distinct
    records.node_id,
    present.event_token
from present
inner join records on present.record_key = records.record_key
