with newest as (
    select * from {{ ref('base_connect__investigations') }} where row_status = 'staged'
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
        investigation_id,
        crime_no,
        opened_at_utc as opened_at,
        {{ end_within('closed_at_utc', 'opened_at_utc', latest_believable('extracted_at_utc')) }} as closed_at,
        {{ code('team_type') }} as team_type,
        {{ number_within('officers_allocated', var('max_officers_on_investigation'), 'integer') }} as officers_allocated,
        {{ number_within('logged_hours', var('max_logged_hours'), type_double(), scale=6) }} as logged_hours,
        extracted_at_utc as extracted_at
    from closed
)

select * from final
