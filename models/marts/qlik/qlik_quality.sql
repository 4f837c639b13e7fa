{%- set fields = {
    'Quality Source System': 'systems.label',
    'Quality Source System Sort': 'systems.sort_order',
    'Quality Table': 'quality.table_name',
    'Quality Column': 'quality.column_name',
    'Quality Finding': 'quality.finding',
    'Quality Rows': 'quality.row_count',
    'Quality Share': 'quality.row_share',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('gov_data_quality') }} as quality
inner join {{ ref('dim_labels') }} as systems on quality.source_system = systems.label_code and systems.label_of = 'source_system'
