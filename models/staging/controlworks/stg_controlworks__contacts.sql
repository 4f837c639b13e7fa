with newest as (
    select * from {{ ref('base_controlworks__contacts') }} where row_status = 'staged'
),

timed as (
    select
        *,
        {{ safe_civil_timestamp('closed_at') }} as closed_at_parsed,
        {{ civil_to_utc('created_at_parsed') }} as created_at_utc
    from newest
),

closed as (
    select
        *,
        {{ civil_end_to_utc('closed_at_parsed', 'created_at_utc') }} as closed_at_utc
    from timed
),

final as (
    select
        roc_ref,
        created_at_utc as created_at,
        {{ end_within('closed_at_utc', 'created_at_utc', latest_believable('extracted_at_utc')) }} as closed_at,
        {{ code('channel') }} as channel,
        {{ code('reason_code') }} as reason_code,
        log_no,
        {{ code('npu_code') }} as npu_code,
        {{ postcode('postcode') }} as postcode,
        extracted_at_utc as extracted_at
    from closed
)

select * from final
