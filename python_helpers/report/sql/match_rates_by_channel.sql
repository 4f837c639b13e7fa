select
    types.label as interaction_type,
    channels.channel_name,
    sum(rates.interaction_count) as interaction_count,
    sum(rates.agency_count) as agency_count,
    sum(rates.resolved_count) as resolved_count,
    sum(rates.resolved_count) / sum(rates.interaction_count) as resolved_share
from governance.gov_match_rates_by_month as rates
inner join marts.dim_labels as types on rates.interaction_type = types.label_code and types.label_of = 'interaction_type'
inner join marts.dim_channels as channels on rates.channel = channels.channel
group by types.label, types.sort_order, channels.channel_name, channels.sort_order
order by types.sort_order, channels.sort_order
