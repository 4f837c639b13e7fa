{# The select behind a CTE: when each landed event started, one row an event (of a call, one a segment), whatever the window. #}
{% macro event_starts() -%}
    {%- set columns = {
        'stg_avaya__call_segments': 'started_at',
        'stg_controlworks__contacts': 'created_at',
        'stg_controlworks__logs': 'opened_at',
        'stg_connect__crimes': 'recorded_at',
        'stg_connect__custody_records': 'arrived_at',
        'stg_compact__episodes': 'reported_at',
    } -%}
    {%- for model, column in columns.items() %}
    {{ 'union all' if not loop.first }}
    select {{ column }} as started_at from {{ ref(model) }}
    {%- endfor %}
{%- endmacro %}
