{{ config(schema='staging') }}

with decisions as (
    select * from {{ ref('stg_corrections__decisions') }} where correction in ('wrong_role', 'wrong_offence')
),

-- A role is of a record on an event; an entry is on its own event alone, and names none. An offence is of the event.
stated as (
    select
        *,
        case when correction = 'wrong_role' then right_record_type else left_record_type end as event_type,
        case when correction = 'wrong_role' then right_record_id else left_record_id end as source_ref
    from decisions
),

final as (
    select
        correction_id,
        correction,
        case
            when correction = 'wrong_role'
                then {{ token("left_source_system || '/' || left_record_type || '/' || left_record_id", 'record') }}
        end as record_key,
        case event_type when 'episode' then 'missing' else event_type end as interaction_type,
        source_ref,
        wrong_value,
        right_value
    from stated
)

select * from final
