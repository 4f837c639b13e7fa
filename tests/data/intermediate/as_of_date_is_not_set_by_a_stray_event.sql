{#-
    One event with a wrong year, extraction and all, would move the window to where nothing else is. Where the date was not
    given and fewer than one in 200 events lie in its last month, the build stops and says so; a small delivery is not judged.
-#}
{%- set stray_date -%}
with starts as (
    {{ event_starts() }}
),

counted as (
    select
        newest.as_of_date,
        count(*) as event_count,
        sum(case when starts.started_at >= {{ dbt.dateadd('day', -31, 'newest.window_end_at') }} then 1 else 0 end) as last_month_count
    from starts
    cross join {{ ref('int_window__bounds') }} as newest
    group by newest.as_of_date
)

select as_of_date
from counted
where event_count >= 500 and last_month_count * 200 < event_count
{%- endset -%}
{%- set is_given = var('as_of_date', '') | string | trim -%}
{%- if execute and not is_given and flags.WHICH in ['build', 'test'] -%}
    {%- for row in run_query(stray_date).rows -%}
        {{ exceptions.raise_compiler_error(
            "The newest event would make as_of_date " ~ row[0] ~ ", but hardly any other event lies in the month before it: most likely its "
            ~ "date is wrong. Set FSU_AS_OF=YYYY-MM-DD (make build AS_OF=...), or have the row corrected and extracted again."
        ) }}
    {%- endfor -%}
{%- endif -%}
select *
from (
    {{ stray_date }}
) as stray
where {{ 'false' if is_given else 'true' }}
