{%- set fields = {
    '%person_scheme': person_scheme_key('ranks'),
    'Area Rank Area': 'areas.npu_name',
    'Area Rank Area Sort': 'areas.sort_order',
    'Area Rank Reason': 'coalesce(reasons.label, \'Not known\')',
    'Area Rank Reason Sort': 'reasons.sort_order',
    'Area Rank': 'ranks.rank_in_npu',
    'Area Rank By Living There': 'ranks.rank_in_npu_by_lives',
    'Area Rank By Events There': 'ranks.rank_in_npu_by_events',
    'Area Rank By Both': 'ranks.rank_in_npu_by_both',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fsu_npu_ranks') }} as ranks
inner join {{ ref('dim_npus') }} as areas on ranks.npu_code = areas.npu_code
inner join {{ ref('dim_labels') }} as reasons on ranks.area_reason = reasons.label_code and reasons.label_of = 'area_reason'
