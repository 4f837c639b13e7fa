with newest as (
    select * from {{ ref('base_connect__crimes') }} where row_status = 'staged'
),

timed as (
    select
        *,
        {{ safe_civil_timestamp('committed_from') }} as committed_from_parsed,
        {{ safe_civil_timestamp('committed_to') }} as committed_to_parsed,
        {{ civil_to_utc('recorded_at_parsed') }} as recorded_at_utc
    from newest
),

started as (
    select
        *,
        {{ civil_to_utc('committed_from_parsed') }} as committed_from_utc
    from timed
),

ended as (
    select
        *,
        {{ civil_end_to_utc('committed_to_parsed', 'committed_from_utc') }} as committed_to_utc
    from started
),

final as (
    select
        crime_no,
        recorded_at_utc as recorded_at,
        case when committed_from_utc <= {{ latest_believable('extracted_at_utc') }} then committed_from_utc end as committed_from_at,
        {{ end_within('committed_to_utc', 'coalesce(committed_from_utc, committed_to_utc)', latest_believable('extracted_at_utc')) }}
            as committed_to_at,
        ho_offence_code,
        offence_description,
        log_no,
        {{ code('npu_code') }} as npu_code,
        {{ postcode('postcode') }} as postcode,
        {{ code_list('markers') }} as markers,
        {{ code('outcome_code') }} as outcome_code,
        {{ safe_date('outcome_date') }} as outcome_on,
        extracted_at_utc as extracted_at
    from ended
)

select * from final
