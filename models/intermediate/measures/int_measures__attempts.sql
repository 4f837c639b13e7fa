with attempts as (
    select
        interaction_key,
        call_record_key,
        outcome
    from {{ ref('int_events__calls') }}
    where outcome = 'abandoned'
),

person_records as (
    select record_key, person_key from {{ ref('int_identity__person_records') }}
),

final as (
    select
        person_records.person_key,
        count(*) as abandoned_call_count
    from attempts
    inner join person_records on attempts.call_record_key = person_records.record_key
    group by person_records.person_key
)

select * from final
