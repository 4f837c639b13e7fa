with attempts as (
    select * from {{ ref('int_events__calls') }} where outcome <> 'answered'
),

person_records as (
    select
        record_key,
        person_key,
        match_rule,
        link_strength,
        is_inferred
    from {{ ref('int_identity__person_records') }}
),

final as (
    select
        attempts.interaction_key as call_attempt_key,
        {{ utc_to_civil_date('attempts.started_at') }} as occurred_on,
        {{ utc_to_civil_hour('attempts.started_at') }} as occurred_hour,
        attempts.outcome,
        attempts.queue_seconds,
        person_records.person_key,
        person_records.match_rule,
        person_records.link_strength,
        person_records.is_inferred
    from attempts
    left join person_records on attempts.call_record_key = person_records.record_key
)

select * from final
