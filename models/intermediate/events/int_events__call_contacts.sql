{%- set chain_seconds = var('contact_chain_minutes') | int * 60 -%}

with calls as (
    select
        interaction_key,
        event_number,
        call_record_key,
        caller_number_token,
        started_at,
        {{ call_slice('started_at') }} as slice
    from {{ ref('int_events__calls') }}
    where outcome = 'answered' and caller_number_token is not null
),

typed_numbers as (
    select
        record_key as person_entry_record_key,
        interaction_key,
        interaction_type,
        event_number,
        role,
        phone_token as number_token,
        occurred_at as typed_at,
        {{ call_slice('occurred_at') }} as slice
    from {{ ref('int_events__entries') }}
    where phone_token is not null
),

sliced_numbers as (
    select typed_numbers.*, slice as call_slice from typed_numbers
    union all
    select typed_numbers.*, slice - 1 as call_slice from typed_numbers
),

candidates as (
    select
        calls.call_record_key,
        calls.interaction_key as call_interaction_key,
        calls.event_number as call_event_number,
        sliced_numbers.person_entry_record_key,
        sliced_numbers.interaction_key,
        sliced_numbers.interaction_type,
        sliced_numbers.event_number,
        sliced_numbers.role,
        {{ seconds_between('calls.started_at', 'sliced_numbers.typed_at') }} as seconds_before
    from calls
    inner join sliced_numbers
        on calls.caller_number_token = sliced_numbers.number_token and calls.slice = sliced_numbers.call_slice
    where sliced_numbers.typed_at >= calls.started_at
),

nearest_of_call as (
    select
        candidates.*,
        row_number() over (
            partition by candidates.call_record_key
            order by
                candidates.seconds_before,
                candidates.interaction_type,
                candidates.event_number,
                case candidates.role when 'CALLER' then 1 when 'CALLER_FOR_OTHER' then 2 when 'PARTNER_AGENCY' then 3 else 4 end,
                record_keys.record_number
        ) as position
    from candidates
    inner join {{ ref('int_keys__records') }} as record_keys on candidates.person_entry_record_key = record_keys.record_key
    where candidates.seconds_before <= {{ chain_seconds }}
),

nearest_of_both as (
    select
        nearest_of_call.*,
        row_number() over (partition by interaction_key order by seconds_before, call_event_number) as call_position
    from nearest_of_call
    where position = 1
),

final as (
    select
        call_record_key,
        call_interaction_key,
        person_entry_record_key,
        interaction_key,
        role,
        seconds_before
    from nearest_of_both
    where call_position = 1
)

select * from final
