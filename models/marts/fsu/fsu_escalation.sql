with totals as (
    select
        person_key,
        recent_count,
        volume - recent_count as earlier_count
    from {{ ref('int_measures__totals') }}
),

thresholds as (
    select
        {% for threshold in [
            'min_recent_count', 'min_rate_ratio', 'min_rising_count', 'min_rising_ratio', 'max_falling_ratio', 'max_quiet_ratio',
        ] -%}
        cast(max(case when threshold_code = '{{ threshold }}' then threshold_value end) as {{ type_double() }}) as {{ threshold }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from {{ ref('escalation_thresholds') }}
),

people_shown as (
    select distinct person_key
    from {{ ref('fsu_ranked') }}
    where is_cohort or is_near_miss
),

rated as (
    select
        totals.*,
        people_shown.person_key is not null as is_shown,
        -- Monthly rates: three months against nine. None before: no ratio can be written down, and any threshold is passed.
        3 * {{ share_of('totals.recent_count', 'totals.earlier_count') }} as rate_ratio
    from totals
    left join people_shown on totals.person_key = people_shown.person_key
),

judged as (
    select
        rated.*,
        rated.recent_count >= thresholds.min_recent_count and coalesce(rated.rate_ratio >= thresholds.min_rate_ratio, true) as is_escalating,
        case
            when rated.recent_count = 0 or rated.rate_ratio <= thresholds.max_quiet_ratio then 'quiet'
            when rated.recent_count >= thresholds.min_rising_count and coalesce(rated.rate_ratio >= thresholds.min_rising_ratio, true) then 'rising'
            when rated.rate_ratio <= thresholds.max_falling_ratio then 'falling'
            else 'steady'
        end as trend
    from rated
    cross join thresholds
),

final as (
    select
        person_key,
        cast(recent_count as integer) as recent_count,
        cast(earlier_count as integer) as earlier_count,
        case when is_escalating then rate_ratio end as rate_ratio,
        is_escalating,
        -- Of somebody with a handful of interactions a word would say more than the figures do.
        cast(case when is_shown then trend end as {{ dbt.type_string() }}) as trend
    from judged
)

select * from final
