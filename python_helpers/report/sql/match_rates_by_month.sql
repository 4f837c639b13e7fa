select
    month_start_on,
    sum(interaction_count) as interaction_count,
    sum(case when interaction_type = 'call' then interaction_count else 0 end) as call_count,
    sum(case when interaction_type = 'call' then resolved_count end) / nullif(call_count, 0) as call_share,
    sum(case when interaction_type = 'contact' then interaction_count else 0 end) as contact_count,
    sum(case when interaction_type = 'contact' then resolved_count end) / nullif(contact_count, 0) as contact_share,
    sum(case when interaction_type = 'incident' then interaction_count else 0 end) as incident_count,
    sum(case when interaction_type = 'incident' then resolved_count end) / nullif(incident_count, 0) as incident_share,
    sum(case when interaction_type = 'crime' then interaction_count else 0 end) as crime_count,
    sum(case when interaction_type = 'crime' then resolved_count end) / nullif(crime_count, 0) as crime_share,
    sum(case when interaction_type = 'custody' then interaction_count else 0 end) as custody_count,
    sum(case when interaction_type = 'custody' then resolved_count end) / nullif(custody_count, 0) as custody_share,
    sum(case when interaction_type = 'missing' then interaction_count else 0 end) as missing_count,
    sum(case when interaction_type = 'missing' then resolved_count end) / nullif(missing_count, 0) as missing_share
from governance.gov_match_rates_by_month
group by month_start_on
order by month_start_on
