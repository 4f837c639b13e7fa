with totals as (
    select
        person_key,
        recent_count,
        volume - recent_count as earlier_count
    from {{ ref('int_measures__totals') }}
),

thresholds as (
    select
        cast(max(case when threshold_code = 'min_recent_count' then threshold_value end) as {{ type_double() }}) as min_recent_count,
        cast(max(case when threshold_code = 'min_rate_ratio' then threshold_value end) as {{ type_double() }}) as min_rate_ratio
    from {{ ref('escalation_thresholds') }}
),

rated as (
    select
        totals.*,
        -- Monthly rates: three months against nine. None before: no ratio can be written down, and any threshold is passed.
        3 * {{ share_of('totals.recent_count', 'totals.earlier_count') }} as rate_ratio,
        totals.recent_count >= thresholds.min_recent_count
        and coalesce(3 * {{ share_of('totals.recent_count', 'totals.earlier_count') }} >= thresholds.min_rate_ratio, true) as is_escalating
    from totals
    cross join thresholds
),

final as (
    select
        person_key,
        cast(recent_count as integer) as recent_count,
        cast(earlier_count as integer) as earlier_count,
        case when is_escalating then rate_ratio end as rate_ratio,
        is_escalating
    from rated
)

select * from final
