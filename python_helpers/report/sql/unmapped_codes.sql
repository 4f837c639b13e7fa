select
    systems.label as source,
    codes.table_name,
    replace(codes.column_name, '_', ' ') as column_name,
    codes.code_count,
    codes.row_count,
    codes.seed
from governance.gov_unmapped_codes as codes
inner join marts.dim_labels as systems on codes.source_system = systems.label_code and systems.label_of = 'source_system'
order by codes.row_count desc, systems.sort_order, codes.table_name, codes.column_name
