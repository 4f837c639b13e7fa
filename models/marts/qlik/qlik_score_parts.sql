{%- set fields = {
    '%person_scheme': person_scheme_key('parts'),
    'Score Part': 'measures.measure_name',
    'Score Part Sort': 'measures.sort_order',
    'Score Part Unit': 'measures.unit',
    'Score Part Value': 'parts.measure_value',
    'Score Part Weight': 'parts.weight',
    'Score Part Cap': 'parts.cap',
    'Score Part Capped': yes_no('parts.is_capped'),
    'Score Part Capped Flag': flag_number('parts.is_capped'),
    'Score Part Points': 'parts.points',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fsu_score_components') }} as parts
inner join {{ ref('dim_measures') }} as measures on parts.measure = measures.measure
