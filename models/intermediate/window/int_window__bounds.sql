{%- set as_of_date = var('as_of_date', '') | string | trim -%}
{%- if as_of_date and not modules.re.match('^[0-9]{4}-[0-9]{2}-[0-9]{2}$', as_of_date) -%}
    {{ exceptions.raise_compiler_error(
        "as_of_date is '" ~ as_of_date ~ "', which is not a date. Write it as YYYY-MM-DD (FSU_AS_OF or --vars), "
        ~ "or leave it empty for the day after the newest event."
    ) }}
{%- endif -%}

with call_starts as (
    select min(started_at) as started_at
    from {{ ref('stg_avaya__call_segments') }}
    group by ucid
),

newest_starts as (
    select max(started_at) as newest_at from call_starts
    union all
    select max(created_at) as newest_at from {{ ref('stg_controlworks__contacts') }}
    union all
    select max(opened_at) as newest_at from {{ ref('stg_controlworks__logs') }}
    union all
    select max(recorded_at) as newest_at from {{ ref('stg_connect__crimes') }}
    union all
    select max(arrived_at) as newest_at from {{ ref('stg_connect__custody_records') }}
    union all
    select max(reported_at) as newest_at from {{ ref('stg_compact__episodes') }}
),

as_of as (
    select
        coalesce(
            {% if as_of_date %}cast('{{ as_of_date }}' as date){% else %}cast(null as date){% endif %},
            cast({{ dbt.dateadd('day', 1, utc_to_civil_date('max(newest_at)')) }} as date)
        ) as as_of_date
    from newest_starts
),

window_days as (
    select
        as_of_date,
        cast({{ dbt.dateadd('month', -12, 'as_of_date') }} as date) as window_start_on
    from as_of
),

final as (
    select
        as_of_date,
        window_start_on,
        {{ civil_to_utc('cast(window_start_on as timestamp)') }} as window_start_at,
        {{ civil_to_utc('cast(as_of_date as timestamp)') }} as window_end_at
    from window_days
)

select * from final
