-- From its first day to the day before as_of_date, none left out and none more.
with time_window as (
    select as_of_date, window_start_on from {{ ref('int_window__bounds') }}
),

shown as (
    select
        min(case when is_in_window then date_on end) as first_on,
        max(case when is_in_window then date_on end) as last_on,
        sum(case when is_in_window then 1 else 0 end) as day_count
    from {{ ref('dim_dates') }}
)

select shown.first_on, shown.last_on, shown.day_count
from shown
cross join time_window
where shown.first_on <> time_window.window_start_on
    or shown.last_on <> cast({{ dbt.dateadd('day', -1, 'time_window.as_of_date') }} as date)
    or shown.day_count <> {{ dbt.datediff('time_window.window_start_on', 'time_window.as_of_date', 'day') }}
