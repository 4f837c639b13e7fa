with counted as (
    select match_rule, link_strength, sum(record_count) as record_count
    from governance.gov_match_rates_by_rule
    group by match_rule, link_strength
)

select
    rules.sentence,
    strengths.label as strength,
    counted.record_count,
    counted.record_count / sum(counted.record_count) over () as record_share
from counted
inner join marts.dim_match_rules as rules on counted.match_rule = rules.match_rule
inner join marts.dim_labels as strengths on counted.link_strength = strengths.label_code and strengths.label_of = 'link_strength'
order by strengths.sort_order, counted.record_count desc, rules.sort_order
