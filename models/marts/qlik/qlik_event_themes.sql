{%- set fields = {
    '%interaction': 'event_themes.interaction_key',
    '%theme': 'event_themes.theme_code',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fct_interaction_themes') }} as event_themes
