select
    systems.label as source,
    rejects.table_name,
    replace(rejects.reason, '_', ' ') as reason,
    count(*) as row_count
from governance.gov_rejects as rejects
inner join marts.dim_labels as systems on rejects.source_system = systems.label_code and systems.label_of = 'source_system'
group by systems.label, systems.sort_order, rejects.table_name, rejects.reason
order by row_count desc, systems.sort_order, rejects.table_name, rejects.reason
