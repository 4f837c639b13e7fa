{%- set fields = {
    '%area': 'areas.npu_code',
    'Area': 'areas.npu_name',
    'Area Sort': 'areas.sort_order',
    'Local Policing Area': 'coalesce(areas.lpa_name, \'Not known\')',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('dim_npus') }} as areas
