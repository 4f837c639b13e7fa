with newest as (
    select * from {{ ref('base_compact__episodes') }} where row_status = 'staged'
),

timed as {{ computed_once() }} (
    select
        *,
        {{ safe_civil_timestamp('last_seen_at') }} as last_seen_at_parsed,
        {{ safe_civil_timestamp('found_at') }} as found_at_parsed,
        {{ civil_to_utc('reported_at_parsed') }} as reported_at_utc
    from newest
),

found as {{ computed_once() }} (
    select
        *,
        {{ civil_to_utc('last_seen_at_parsed') }} as last_seen_at_utc,
        {{ civil_end_to_utc('found_at_parsed', 'reported_at_utc') }} as found_at_utc
    from timed
),

final as (
    select
        episode_ref,
        person_ref,
        reported_at_utc as reported_at,
        case when last_seen_at_utc <= {{ latest_believable('extracted_at_utc') }} then last_seen_at_utc end as last_seen_at,
        {{ end_within('found_at_utc', 'reported_at_utc', latest_believable('extracted_at_utc')) }} as found_at,
        {{ code('risk_grade') }} as risk_grade,
        log_no,
        {{ code('npu_code') }} as npu_code,
        {{ flag('in_care') }} as in_care,
        {{ number_within('police_hours', var('max_logged_hours'), type_double(), scale=6) }} as police_hours,
        extracted_at_utc as extracted_at
    from found
)

select * from final
