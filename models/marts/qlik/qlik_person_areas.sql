{%- set fields = {
    '%person': 'areas.person_key',
    '%area': 'areas.npu_code',
    'Person Area Reason': 'coalesce(reasons.label, \'Not known\')',
    'Person Area Reason Sort': 'reasons.sort_order',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fct_person_areas') }} as areas
left join {{ ref('dim_labels') }} as reasons on areas.area_reason = reasons.label_code and reasons.label_of = 'area_reason'
