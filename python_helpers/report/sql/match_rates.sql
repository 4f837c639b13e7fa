select
    systems.label || ': ' || records.label as records,
    rates.record_count,
    rates.agency_count,
    rates.resolved_count,
    rates.resolved_share,
    rates.inferred_count,
    rates.inferred_share
from governance.gov_match_rates as rates
inner join marts.dim_labels as systems on rates.source_system = systems.label_code and systems.label_of = 'source_system'
inner join marts.dim_labels as records on rates.record_type = records.label_code and records.label_of = 'record_type'
where rates.as_of_date = (select as_of_date from refresh)
order by systems.sort_order, records.sort_order
