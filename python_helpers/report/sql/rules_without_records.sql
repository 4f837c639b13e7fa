select rules.sentence, strengths.label as strength
from marts.dim_match_rules as rules
inner join marts.dim_labels as strengths on rules.link_strength = strengths.label_code and strengths.label_of = 'link_strength'
where rules.match_rule not in (select match_rule from governance.gov_match_rates_by_rule)
order by strengths.sort_order, rules.sort_order
