with newest as (
    select * from {{ ref('base_connect__crimes') }} where row_status = 'staged'
),

postcodes as (
    select * from {{ ref('base_values__postcodes') }}
),

timed as {{ computed_once() }} (
    select
        *,
        {{ safe_civil_timestamp('committed_from') }} as committed_from_parsed,
        {{ safe_civil_timestamp('committed_to') }} as committed_to_parsed,
        {{ civil_to_utc('recorded_at_parsed') }} as recorded_at_utc
    from newest
),

started as {{ computed_once() }} (
    select
        *,
        {{ civil_to_utc('committed_from_parsed') }} as committed_from_utc
    from timed
),

ended as {{ computed_once() }} (
    select
        *,
        {{ civil_end_to_utc('committed_to_parsed', 'committed_from_utc') }} as committed_to_utc
    from started
),

final as (
    select
        ended.crime_no,
        ended.recorded_at_utc as recorded_at,
        case
            when ended.committed_from_utc <= {{ latest_believable('ended.extracted_at_utc') }} then ended.committed_from_utc
        end as committed_from_at,
        {{ end_within(
            'ended.committed_to_utc',
            'coalesce(ended.committed_from_utc, ended.committed_to_utc)',
            latest_believable('ended.extracted_at_utc')
        ) }} as committed_to_at,
        ended.ho_offence_code,
        ended.offence_description,
        ended.log_no,
        {{ code('ended.npu_code') }} as npu_code,
        postcodes.postcode,
        {{ code_list('ended.markers') }} as markers,
        {{ code('ended.outcome_code') }} as outcome_code,
        {{ safe_date('ended.outcome_date') }} as outcome_on,
        ended.extracted_at_utc as extracted_at
    from ended
    left join postcodes on ended.postcode = postcodes.postcode_text
)

select * from final
