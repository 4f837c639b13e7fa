-- A record that belongs to a person belongs to them by one rule: none is counted twice, and none by no rule.
with time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

by_rule as (
    select source_system, record_type, sum(record_count) as record_count
    from {{ ref('gov_match_rates_by_rule') }}
    group by source_system, record_type
),

resolved as (
    select rates.source_system, rates.record_type, rates.resolved_count
    from {{ ref('gov_match_rates') }} as rates
    inner join time_window on rates.as_of_date = time_window.as_of_date
),

final as (
    select resolved.source_system, resolved.record_type, resolved.resolved_count, by_rule.record_count
    from resolved
    left join by_rule on resolved.source_system = by_rule.source_system and resolved.record_type = by_rule.record_type
    where coalesce(by_rule.record_count, 0) <> resolved.resolved_count
)

select * from final
