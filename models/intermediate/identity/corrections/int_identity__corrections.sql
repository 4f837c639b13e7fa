with corrections as (
    select * from {{ ref('stg_corrections__decisions') }} where correction not in ('wrong_role', 'wrong_offence')
),

final as (
    select
        correction_id,
        correction,
        {{ token("left_source_system || '/' || left_record_type || '/' || left_record_id", 'record') }} as left_record_key,
        {{ token("right_source_system || '/' || right_record_type || '/' || right_record_id", 'record') }} as right_record_key,
        beats_trusted_ids
    from corrections
)

select * from final
