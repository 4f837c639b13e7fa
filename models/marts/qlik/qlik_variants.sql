{%- set fields = {
    '%person': 'variants.person_key',
    'Variant': 'variants.variant_code',
    'Variant Scheme': 'schemes.scheme_name',
    'Variant Scheme Sort': 'schemes.sort_order',
    'Variant Counts': 'evidence.label',
    'Variant Counts Sort': 'evidence.sort_order',
    'Variant Changed Measure': 'coalesce(measures.measure_name, \'None\')',
    'Variant Changed Measure Sort': 'measures.sort_order',
    'Variant Weight Change': 'coalesce(changes.label, \'None\')',
    'Variant Weight Change Sort': 'changes.sort_order',
    'Variant Rank': 'variants.rank',
    'Variant In Cohort': yes_no('variants.is_cohort'),
    'Variant In Cohort Flag': flag_number('variants.is_cohort'),
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fsu_rank_variants') }} as variants
inner join {{ ref('dim_schemes') }} as schemes on variants.scheme_code = schemes.scheme_code
inner join {{ ref('dim_labels') }} as evidence on variants.counted_evidence = evidence.label_code and evidence.label_of = 'counted_evidence'
left join {{ ref('dim_measures') }} as measures on variants.changed_measure = measures.measure
left join {{ ref('dim_labels') }} as changes on variants.weight_change = changes.label_code and changes.label_of = 'weight_change'
