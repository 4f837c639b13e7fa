with counted as (
    select
        match_rule,
        sum(case when link_strength = 'firm' then record_count else 0 end) as firm_count,
        sum(case when link_strength = 'likely' then record_count else 0 end) as likely_count,
        sum(case when link_strength = 'inferred' then record_count else 0 end) as inferred_count,
        sum(record_count) as record_count
    from governance.gov_match_rates_by_rule
    group by match_rule
)

select
    rules.sentence,
    counted.firm_count,
    counted.likely_count,
    counted.inferred_count,
    counted.record_count,
    counted.record_count / sum(counted.record_count) over () as record_share
from counted
inner join marts.dim_match_rules as rules on counted.match_rule = rules.match_rule
order by counted.record_count desc, rules.sort_order
