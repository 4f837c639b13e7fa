with corrections as (
    select * from {{ ref('int_identity__corrections') }} where correction = 'cannot_link'
),

records as (
    select * from {{ ref('int_identity__mentions') }}
)

select
    corrections.correction_id,
    corrections.beats_trusted_ids,
    left_records.mention_id as left_mention_id,
    right_records.mention_id as right_mention_id
from corrections
inner join records as left_records on corrections.left_record_key = left_records.record_key
inner join records as right_records on corrections.right_record_key = right_records.record_key
