{#- Stage two begins here: only the records of the cohort's people are looked up in clear, and nobody else's. -#}
with cohort_records as (
    select
        person_records.person_key,
        person_records.source_system,
        person_records.record_type,
        person_records.record_id
    from {{ ref('link_person_records') }} as person_records
    inner join {{ ref('fsu_cohort') }} as cohort on person_records.person_key = cohort.person_key
),

time_window as (
    select * from {{ ref('int_window__bounds') }}
),

crimes as (
    select crime_no, recorded_at from {{ ref('stg_connect__crimes') }}
),

contacts as (
    select roc_ref, created_at from {{ ref('stg_controlworks__contacts') }}
),

logs as (
    select log_no, opened_at from {{ ref('stg_controlworks__logs') }}
),

sightings as (
    select cohort_records.record_type, cohort_records.record_id, min(segments.started_at) as seen_at
    from cohort_records
    inner join {{ ref('stg_avaya__call_segments') }} as segments
        on cohort_records.record_type = 'call' and cohort_records.record_id = segments.ucid
    group by cohort_records.record_type, cohort_records.record_id
    union all
    select cohort_records.record_type, cohort_records.record_id, coalesce(contacts.created_at, logs.opened_at) as seen_at
    from cohort_records
    inner join {{ ref('stg_controlworks__people') }} as people
        on cohort_records.record_type = 'person_entry' and cohort_records.record_id = people.person_entry_id
    left join contacts on people.roc_ref = contacts.roc_ref
    left join logs on people.log_no = logs.log_no
    union all
    select cohort_records.record_type, cohort_records.record_id, crimes.recorded_at as seen_at
    from cohort_records
    inner join {{ ref('stg_connect__crime_people') }} as crime_people
        on cohort_records.record_type = 'nominal' and cohort_records.record_id = crime_people.nominal_id
    inner join crimes on crime_people.crime_no = crimes.crime_no
    union all
    select cohort_records.record_type, cohort_records.record_id, custody_records.arrived_at as seen_at
    from cohort_records
    inner join {{ ref('stg_connect__custody_records') }} as custody_records
        on cohort_records.record_type = 'nominal' and cohort_records.record_id = custody_records.nominal_id
    union all
    select cohort_records.record_type, cohort_records.record_id, episodes.reported_at as seen_at
    from cohort_records
    inner join {{ ref('stg_compact__episodes') }} as episodes
        on cohort_records.record_type = 'person' and cohort_records.record_id = episodes.person_ref
),

seen as (
    select
        sightings.record_type,
        sightings.record_id,
        min(sightings.seen_at) as first_seen_at,
        max(sightings.seen_at) as last_seen_at
    from sightings
    cross join time_window
    where sightings.seen_at >= time_window.window_start_at and sightings.seen_at < time_window.window_end_at
    group by sightings.record_type, sightings.record_id
),

final as (
    -- A nominal that was merged into another, or only linked by an operator, is on no event itself and has no sighting.
    select
        cohort_records.person_key,
        cohort_records.source_system,
        cohort_records.record_type,
        cohort_records.record_id,
        seen.first_seen_at,
        seen.last_seen_at
    from cohort_records
    left join seen on cohort_records.record_type = seen.record_type and cohort_records.record_id = seen.record_id
)

select * from final
