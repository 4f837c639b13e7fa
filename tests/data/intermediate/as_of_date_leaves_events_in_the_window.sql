{#-
    A date that no event stands behind would publish nobody, with every other test green. `fsu land` asks more of it; this is for whoever
    builds without landing. Raises instead of counting, so that the remedy is read and not the query.
-#}
{%- set empty_window -%}
with starts as (
    {{ event_starts() }}
),

counted as (
    select
        bounds.as_of_date,
        count(*) as event_count,
        sum(case when starts.started_at >= bounds.window_start_at and starts.started_at < bounds.window_end_at then 1 else 0 end) as in_window_count
    from starts
    cross join {{ ref('int_window__bounds') }} as bounds
    group by bounds.as_of_date
)

select as_of_date
from counted
where event_count > 0 and in_window_count = 0
{%- endset -%}
{%- set accepted = env_var('FSU_ACCEPT_AS_OF', '') -%}
{%- if execute and not accepted and flags.WHICH in ['build', 'test'] -%}
    {%- for row in run_query(empty_window).rows -%}
        {{ exceptions.raise_compiler_error(
            "No event that landed lies in the twelve months before as_of_date " ~ row[0] ~ ". Set FSU_AS_OF to the day after the newest "
            ~ "event, or leave it empty; if it is meant, set FSU_ACCEPT_AS_OF to the same date."
        ) }}
    {%- endfor -%}
{%- endif -%}
select *
from (
    {{ empty_window }}
) as empty_window
where cast(as_of_date as {{ dbt.type_string() }}) <> '{{ accepted }}'
