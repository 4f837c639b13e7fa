with newest as (
    select * from {{ ref('base_controlworks__deployments') }} where row_status = 'staged'
),

timed as {{ computed_once() }} (
    select
        *,
        arrived_at is null as is_cancelled,
        {{ safe_civil_timestamp('arrived_at') }} as arrived_at_parsed,
        {{ safe_civil_timestamp('cleared_at') }} as cleared_at_parsed,
        {{ civil_to_utc('dispatched_at_parsed') }} as dispatched_at_utc
    from newest
),

arrived as {{ computed_once() }} (
    select
        *,
        {{ civil_end_to_utc('arrived_at_parsed', 'dispatched_at_utc') }} as arrived_at_utc
    from timed
),

cleared as {{ computed_once() }} (
    select
        *,
        {{ civil_end_to_utc('cleared_at_parsed', 'coalesce(arrived_at_utc, dispatched_at_utc)') }} as cleared_at_utc
    from arrived
),

final as (
    select
        deployment_id,
        log_no,
        callsign,
        {{ code('team_type') }} as team_type,
        {{ number_within('officers', var('max_officers_on_unit'), 'integer') }} as officers,
        dispatched_at_utc as dispatched_at,
        -- Not bound to the dispatch: a unit that is there already is often dispatched afterwards, and its time on scene is as real.
        case when arrived_at_utc <= {{ latest_believable('extracted_at_utc') }} then arrived_at_utc end as arrived_at,
        {{ end_within('cleared_at_utc', 'coalesce(arrived_at_utc, dispatched_at_utc)', latest_believable('extracted_at_utc')) }}
            as cleared_at,
        is_cancelled,
        extracted_at_utc as extracted_at
    from cleared
)

select * from final
