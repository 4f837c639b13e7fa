{%- set fields = {
    'Match Rate Refresh': 'rates.as_of_date',
    'Match Rate Source System': 'systems.label',
    'Match Rate Source System Sort': 'systems.sort_order',
    'Match Rate Record': 'kinds.label',
    'Match Rate Record Sort': 'kinds.sort_order',
    'Match Rate Records': 'rates.record_count',
    'Match Rate Share Resolved': 'rates.resolved_share',
    'Match Rate Share Inferred': 'rates.inferred_share',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('gov_match_rates') }} as rates
inner join {{ ref('dim_labels') }} as systems on rates.source_system = systems.label_code and systems.label_of = 'source_system'
inner join {{ ref('dim_labels') }} as kinds on rates.record_type = kinds.label_code and kinds.label_of = 'record_type'
