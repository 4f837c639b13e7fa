select
    systems.label as source,
    counts.table_name,
    counts.landed_count,
    counts.staged_count,
    counts.superseded_count,
    counts.rejected_count
from governance.gov_row_counts as counts
inner join marts.dim_labels as systems on counts.source_system = systems.label_code and systems.label_of = 'source_system'
order by systems.sort_order, counts.table_name
