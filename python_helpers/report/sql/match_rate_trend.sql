select
    as_of_date,
    max(case when record_type = 'call' then record_count end) as call_count,
    max(case when record_type = 'call' then resolved_share end) as call_share,
    max(case when record_type = 'person_entry' then record_count end) as entry_count,
    max(case when record_type = 'person_entry' then resolved_share end) as entry_share,
    max(case when record_type = 'nominal' then record_count end) as nominal_count,
    max(case when record_type = 'nominal' then resolved_share end) as nominal_share,
    max(case when record_type = 'person' then record_count end) as person_count,
    max(case when record_type = 'person' then resolved_share end) as person_share
from governance.gov_match_rates
where as_of_date <= (select as_of_date from refresh)
group by as_of_date
order by as_of_date desc
limit 8
