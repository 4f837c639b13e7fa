{#- Whole calendar months round the window, so that every month has all its days. -#}
with time_window as (
    select * from {{ ref('int_window__bounds') }}
),

digits as (
    {% for digit in range(10) -%}
    select {{ digit }} as digit{{ ' union all ' if not loop.last }}
    {%- endfor %}
),

day_numbers as (
    select ones.digit + 10 * tens.digit + 100 * hundreds.digit as day_number
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    where ones.digit + 10 * tens.digit + 100 * hundreds.digit < 430
),

days as (
    select
        cast(
            {{ dbt.dateadd('day', 'day_numbers.day_number', "cast(" ~ dbt.date_trunc('month', 'time_window.window_start_on') ~ " as date)") }} as date
        ) as date_on,
        time_window.as_of_date,
        time_window.window_start_on
    from day_numbers
    cross join time_window
),

final as (
    select
        date_on,
        cast({{ dbt.date_trunc('month', 'date_on') }} as date) as month_start_on,
        cast(extract(year from date_on) as {{ dbt.type_string() }}) || '-Q' || cast(extract(quarter from date_on) as {{ dbt.type_string() }}) as quarter,
        date_on >= window_start_on and date_on < as_of_date as is_in_window
    from days
    -- The day before as_of_date is the last that counts; its month is the last month shown.
    where date_on < {{ dbt.dateadd('month', 1, dbt.date_trunc('month', dbt.dateadd('day', -1, 'as_of_date'))) }}
)

select * from final
