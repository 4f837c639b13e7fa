with nominals as (
    select * from {{ ref('stg_connect__nominals') }}
),

merge_edges as (
    select
        {{ record_key('connect', 'nominal', 'nominal_id') }} as left_record_key,
        {{ record_key('connect', 'nominal', 'merged_into') }} as right_record_key
    from nominals
    where merged_into is not null and merged_into <> nominal_id
)

select distinct left_record_key, right_record_key
from merge_edges
