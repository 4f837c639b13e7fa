{%- set fields = {
    'Repeat Caller': 'callers.caller_key',
    '%person': 'callers.person_key',
    'Repeat Caller Rank': 'callers.rank',
    'Repeat Caller Calls': 'callers.call_count',
    'Repeat Caller Abandoned Calls': 'callers.abandoned_call_count',
    'Repeat Caller Is Agency': yes_no('callers.is_agency'),
    'Repeat Caller Is Agency Flag': flag_number('callers.is_agency'),
    'Repeat Caller Identified': yes_no('callers.is_identified'),
    'Repeat Caller Identified Flag': flag_number('callers.is_identified'),
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fsu_repeat_callers') }} as callers
where callers.is_on_list
