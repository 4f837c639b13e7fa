with newest as (
    select * from {{ ref('base_connect__custody_records') }} where row_status = 'staged'
),

timed as {{ computed_once() }} (
    select
        *,
        released_at is null as is_open,
        {{ safe_civil_timestamp('released_at') }} as released_at_parsed,
        {{ civil_to_utc('arrived_at_parsed') }} as arrived_at_utc
    from newest
),

released as {{ computed_once() }} (
    select
        *,
        {{ civil_end_to_utc('released_at_parsed', 'arrived_at_utc') }} as released_at_utc
    from timed
),

final as (
    select
        custody_ref,
        nominal_id,
        arrived_at_utc as arrived_at,
        {{ end_within('released_at_utc', 'arrived_at_utc', latest_believable('extracted_at_utc')) }} as released_at,
        is_open,
        {{ code('suite') }} as suite,
        crime_no,
        {{ code('ho_offence_code') }} as ho_offence_code,
        extracted_at_utc as extracted_at
    from released
)

select * from final
