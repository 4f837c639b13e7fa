with newest as (
    select * from {{ ref('base_controlworks__contacts') }} where row_status = 'staged'
),

postcodes as (
    select * from {{ ref('base_values__postcodes') }}
),

timed as {{ computed_once() }} (
    select
        *,
        {{ safe_civil_timestamp('closed_at') }} as closed_at_parsed,
        {{ civil_to_utc('created_at_parsed') }} as created_at_utc
    from newest
),

closed as {{ computed_once() }} (
    select
        *,
        {{ civil_end_to_utc('closed_at_parsed', 'created_at_utc') }} as closed_at_utc
    from timed
),

final as (
    select
        closed.roc_ref,
        closed.created_at_utc as created_at,
        {{ end_within('closed.closed_at_utc', 'closed.created_at_utc', latest_believable('closed.extracted_at_utc')) }} as closed_at,
        {{ code('closed.channel') }} as channel,
        {{ code('closed.reason_code') }} as reason_code,
        closed.log_no,
        {{ code('closed.npu_code') }} as npu_code,
        postcodes.postcode,
        closed.extracted_at_utc as extracted_at
    from closed
    left join postcodes on closed.postcode = postcodes.postcode_text
)

select * from final
