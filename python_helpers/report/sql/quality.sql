select
    systems.label as source,
    quality.table_name,
    replace(quality.column_name, '_', ' ') as column_name,
    quality.finding,
    quality.row_count,
    quality.row_share
from governance.gov_data_quality as quality
inner join marts.dim_labels as systems on quality.source_system = systems.label_code and systems.label_of = 'source_system'
where quality.finding not in ('usable', 'full') and quality.row_share >= 0.01
order by quality.row_share desc, systems.sort_order, quality.table_name, quality.column_name, quality.finding
