with given as (
    select * from {{ source('corrections', 'decisions') }}
),

final as (
    select
        correction_id,
        correction,
        left_source_system,
        left_record_type,
        left_record_id,
        right_source_system,
        right_record_type,
        right_record_id,
        wrong_value,
        right_value,
        beats_trusted_ids = 'yes' as beats_trusted_ids,
        cast(decided_on as date) as decided_on,
        cast(review_on as date) as review_on
    from given
)

select * from final
