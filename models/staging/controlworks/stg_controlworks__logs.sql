with newest as (
    select * from {{ ref('base_controlworks__logs') }} where row_status = 'staged'
),

postcodes as (
    select * from {{ ref('base_values__postcodes') }}
),

addresses as (
    select * from {{ ref('base_values__addresses') }}
),

timed as {{ computed_once() }} (
    select
        *,
        {{ safe_civil_timestamp('closed_at') }} as closed_at_parsed,
        {{ civil_to_utc('opened_at_parsed') }} as opened_at_utc
    from newest
),

closed as {{ computed_once() }} (
    select
        *,
        {{ civil_end_to_utc('closed_at_parsed', 'opened_at_utc') }} as closed_at_utc
    from timed
),

final as (
    select
        closed.log_no,
        closed.opened_at_utc as opened_at,
        {{ end_within('closed.closed_at_utc', 'closed.opened_at_utc', latest_believable('closed.extracted_at_utc')) }} as closed_at,
        {{ code('closed.initial_grade') }} as initial_grade,
        {{ code('closed.final_grade') }} as final_grade,
        {{ code('closed.opening_code') }} as opening_code,
        {{ code('closed.closing_code') }} as closing_code,
        {{ code_list('closed.qualifiers') }} as qualifiers,
        {{ code('closed.source_channel') }} as source_channel,
        addresses.address_normalised as location_text,
        postcodes.postcode,
        {{ uprn('closed.uprn') }} as uprn,
        {{ code('closed.npu_code') }} as npu_code,
        closed.extracted_at_utc as extracted_at
    from closed
    left join postcodes on closed.postcode = postcodes.postcode_text
    left join addresses on closed.location_text = addresses.address_text
)

select * from final
