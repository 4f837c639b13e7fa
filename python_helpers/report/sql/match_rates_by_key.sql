with counted as (
    select
        coalesce(replace(match_key, '_', ' '), 'no other record') as match_key,
        sum(record_count) as record_count,
        sum(case when link_strength = 'firm' then record_count else 0 end) as firm_count,
        sum(case when link_strength = 'likely' then record_count else 0 end) as likely_count,
        sum(case when link_strength = 'inferred' then record_count else 0 end) as inferred_count
    from governance.gov_match_rates_by_rule
    group by match_key
)

select *, record_count / sum(record_count) over () as record_share
from counted
order by record_count desc, match_key
