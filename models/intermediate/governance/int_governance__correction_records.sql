with corrections as (
    select * from {{ ref('stg_corrections__decisions') }} where correction not in ('wrong_role', 'wrong_offence')
),

named as (
    select left_source_system as source_system, left_record_type as record_type, left_record_id as record_id from corrections
    union
    select right_source_system as source_system, right_record_type as record_type, right_record_id as record_id
    from corrections
    where right_record_id is not null
),

keyed as (
    select
        {{ token("source_system || '/' || record_type || '/' || record_id", 'record') }} as record_key,
        record_type,
        record_id
    from named
),

-- Everything of the window that could have been somebody, suppressed or not.
seen as (
    select keyed.record_key
    from keyed
    inner join {{ ref('int_events__person_entries') }} as entries on keyed.record_key = entries.record_key
    union
    select keyed.record_key
    from keyed
    inner join {{ ref('int_identity__nominals_in_use') }} as nominals_in_use on keyed.record_key = nominals_in_use.record_key
    union
    select keyed.record_key
    from keyed
    inner join {{ ref('int_identity__sealed_records') }} as sealed_records on keyed.record_key = sealed_records.record_key
    union
    select keyed.record_key
    from keyed
    inner join {{ ref('int_events__calls') }} as calls on keyed.record_key = calls.call_record_key
    union
    select keyed.record_key
    from keyed
    inner join {{ ref('stg_compact__episodes') }} as episodes on keyed.record_id = episodes.person_ref
    cross join {{ ref('int_window__bounds') }} as time_window
    where
        keyed.record_type = 'person'
        and episodes.reported_at >= time_window.window_start_at
        and episodes.reported_at < time_window.window_end_at
),

with_phone as (
    select keyed.record_key
    from keyed
    inner join {{ ref('stg_controlworks__people') }} as entries on keyed.record_id = entries.person_entry_id
    where keyed.record_type = 'person_entry' and entries.phone is not null
    union
    select keyed.record_key
    from keyed
    inner join {{ ref('stg_connect__nominal_phones') }} as nominal_phones on keyed.record_id = nominal_phones.nominal_id
    where keyed.record_type = 'nominal' and nominal_phones.phone is not null
    union
    select keyed.record_key
    from keyed
    inner join {{ ref('stg_compact__people') }} as missing_people on keyed.record_id = missing_people.person_ref
    where keyed.record_type = 'person' and missing_people.phone is not null
    union
    select keyed.record_key
    from keyed
    inner join {{ ref('int_events__calls') }} as calls on keyed.record_key = calls.call_record_key
    where calls.caller_number_token is not null
),

final as (
    select
        keyed.record_key,
        seen.record_key is not null as is_seen,
        with_phone.record_key is not null as has_phone
    from keyed
    left join seen on keyed.record_key = seen.record_key
    left join with_phone on keyed.record_key = with_phone.record_key
)

select * from final
