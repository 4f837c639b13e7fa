with corrections as (
    select * from {{ ref('int_identity__corrections') }} where correction in ('restrict_processing', 'not_in_cohort')
),

-- What was decided of a record was decided of whoever it belongs to.
final as (
    select
        person_records.person_key,
        max(case when corrections.correction = 'restrict_processing' then 1 else 0 end) = 1 as is_processing_restricted,
        max(case when corrections.correction = 'not_in_cohort' then 1 else 0 end) = 1 as is_kept_out
    from corrections
    inner join {{ ref('int_identity__person_records') }} as person_records
        on corrections.left_record_key = person_records.record_key
    group by person_records.person_key
)

select * from final
