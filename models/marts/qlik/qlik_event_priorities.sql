{%- set fields = {
    '%interaction': 'event_priorities.interaction_key',
    'Priority': 'priorities.priority_name',
    'Priority Sort': 'priorities.sort_order',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fct_interaction_priorities') }} as event_priorities
inner join {{ ref('dim_priorities') }} as priorities on event_priorities.priority_code = priorities.priority_code
