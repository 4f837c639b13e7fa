{%- set fields = {
    'Definition Kind': 'definitions.kind',
    'Definition': 'definitions.name',
    'Definition Value': 'definitions.value',
    'Definition Meaning': 'definitions.meaning',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('gov_definitions') }} as definitions
