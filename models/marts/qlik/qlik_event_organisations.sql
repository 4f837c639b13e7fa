{%- set fields = {
    '%interaction': 'organisations.interaction_key',
    'Organisation': 'organisations.organisation',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fct_interaction_organisations') }} as organisations
