with missed as (
    select * from {{ ref('fsu_missed_by_todays_lists') }}
),

time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

counted as (
    select
        count(*) as cohort_count,
        sum(case when is_missed then 1 else 0 end) as missed_count,
        sum(case when is_repeat_caller then 1 else 0 end) as repeat_caller_count,
        sum(case when is_repeat_victim then 1 else 0 end) as repeat_victim_count,
        sum(case when is_at_repeat_location then 1 else 0 end) as repeat_location_count
    from missed
),

final as (
    select
        time_window.as_of_date,
        cast(counted.cohort_count as integer) as cohort_count,
        cast(coalesce(counted.missed_count, 0) as integer) as missed_count,
        {{ share_of('counted.missed_count', 'counted.cohort_count') }} as missed_share,
        cast(coalesce(counted.repeat_caller_count, 0) as integer) as repeat_caller_count,
        cast(coalesce(counted.repeat_victim_count, 0) as integer) as repeat_victim_count,
        cast(coalesce(counted.repeat_location_count, 0) as integer) as repeat_location_count
    from counted
    cross join time_window
)

select * from final
