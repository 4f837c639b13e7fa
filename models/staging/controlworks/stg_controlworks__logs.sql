with newest as (
    select * from {{ ref('base_controlworks__logs') }} where row_status = 'staged'
),

timed as (
    select
        *,
        {{ safe_civil_timestamp('closed_at') }} as closed_at_parsed,
        {{ civil_to_utc('opened_at_parsed') }} as opened_at_utc
    from newest
),

closed as (
    select
        *,
        {{ civil_end_to_utc('closed_at_parsed', 'opened_at_utc') }} as closed_at_utc
    from timed
),

final as (
    select
        log_no,
        opened_at_utc as opened_at,
        {{ end_within('closed_at_utc', 'opened_at_utc', latest_believable('extracted_at_utc')) }} as closed_at,
        {{ code('initial_grade') }} as initial_grade,
        {{ code('final_grade') }} as final_grade,
        {{ code('opening_code') }} as opening_code,
        {{ code('closing_code') }} as closing_code,
        {{ code_list('qualifiers') }} as qualifiers,
        {{ code('source_channel') }} as source_channel,
        {{ address_text('location_text') }} as location_text,
        {{ postcode('postcode') }} as postcode,
        {{ uprn('uprn') }} as uprn,
        {{ code('npu_code') }} as npu_code,
        extracted_at_utc as extracted_at
    from closed
)

select * from final
