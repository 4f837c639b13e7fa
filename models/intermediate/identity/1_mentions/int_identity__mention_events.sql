with entries as (
    select * from {{ ref('int_events__person_entries') }}
),

time_window as (
    select * from {{ ref('int_window__bounds') }}
),

crimes as (
    select
        crimes.crime_no,
        {{ token('crimes.crime_no', 'crime') }} as crime_token,
        {{ token('crimes.log_no', 'log') }} as log_token
    from {{ ref('stg_connect__crimes') }} as crimes
    cross join time_window
    where
        crimes.recorded_at >= time_window.window_start_at
        and crimes.recorded_at < time_window.window_end_at
),

named_on_crimes as (
    select
        {{ record_key('connect', 'nominal', 'crime_people.nominal_id') }} as record_key,
        crimes.crime_no,
        crimes.crime_token,
        crimes.log_token,
        crime_people.role
    from {{ ref('stg_connect__crime_people') }} as crime_people
    inner join crimes on crime_people.crime_no = crimes.crime_no
),

corrected as (
    select
        named_on_crimes.record_key,
        named_on_crimes.crime_token,
        named_on_crimes.log_token,
        case when wrong_roles.record_key is null then named_on_crimes.role else wrong_roles.right_value end as role
    from named_on_crimes
    left join {{ ref('int_keys__corrected_facts') }} as wrong_roles
        on
            named_on_crimes.record_key = wrong_roles.record_key
            and named_on_crimes.crime_no = wrong_roles.source_ref
            and named_on_crimes.role = wrong_roles.wrong_value
            and wrong_roles.interaction_type = 'crime'
),

-- Suspected of it or having done it is one role here; who had no part in it has none.
crime_people as (
    select distinct
        record_key,
        crime_token,
        log_token,
        case when role = 'OFFENDER' then 'SUSPECT' else role end as role
    from corrected
    where role is not null
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

typed as (
    select
        record_key,
        contact_token as event_token,
        role,
        'contact' as typed_on,
        is_agency
    from entries
    where contact_token is not null
    union all
    select
        record_key,
        log_token as event_token,
        role,
        case when is_on_contact then 'contact' else 'log' end as typed_on,
        is_agency
    from entries
    where log_token is not null
),

recorded as (
    select
        record_key,
        crime_token as event_token,
        role,
        'crime' as typed_on,
        false as is_agency
    from crime_people
    union all
    select distinct
        record_key,
        log_token as event_token,
        role,
        'log of a crime' as typed_on,
        false as is_agency
    from crime_people
    where log_token is not null
    union all
    select distinct
        {{ record_key('compact', 'person', 'person_ref') }} as record_key,
        {{ token('log_no', 'log') }} as event_token,
        'SUBJECT' as role,
        'log of an episode' as typed_on,
        false as is_agency
    from episodes
),

final as (
    select * from typed
    union all
    select * from recorded
)

select * from final
