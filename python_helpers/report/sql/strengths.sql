with counted as (
    select link_strength, sum(record_count) as record_count
    from governance.gov_match_rates_by_rule
    group by link_strength
)

select
    strengths.label as strength,
    counted.record_count,
    counted.record_count / sum(counted.record_count) over () as record_share
from counted
inner join marts.dim_labels as strengths on counted.link_strength = strengths.label_code and strengths.label_of = 'link_strength'
order by strengths.sort_order
