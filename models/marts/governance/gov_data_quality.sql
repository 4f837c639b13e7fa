{#- What is counted: the value in staging and the landed text that it is read from. -#}
{%- set values = {
    'avaya.call_segments': {
        'ended_at': 'segstop_utc', 'queue_seconds': 'queuetime', 'ring_seconds': 'ringtime', 'talk_seconds': 'talktime',
        'hold_seconds': 'ansholdtime', 'after_call_work_seconds': 'acwtime', 'duration_seconds': 'duration',
        'is_transferred': 'transferred', 'is_conference': 'conference',
    },
    'controlworks.contacts': {
        'closed_at': 'closed_at', 'channel': 'channel', 'npu_code': 'npu_code', 'postcode': 'postcode',
    },
    'controlworks.logs': {
        'closed_at': 'closed_at', 'initial_grade': 'initial_grade', 'final_grade': 'final_grade',
        'location_text': 'location_text', 'postcode': 'postcode', 'uprn': 'uprn', 'npu_code': 'npu_code',
    },
    'controlworks.people': {
        'address_text': 'address_text', 'postcode': 'postcode',
    },
    'controlworks.deployments': {
        'officers': 'officers', 'arrived_at': 'arrived_at', 'cleared_at': 'cleared_at',
    },
    'connect.nominal_phones': {
        'first_seen_on': 'first_seen_on', 'last_seen_on': 'last_seen_on',
    },
    'connect.nominal_addresses': {
        'address_text': 'address_text', 'postcode': 'postcode', 'uprn': 'uprn', 'from_on': 'from_date',
        'to_on': 'to_date',
    },
    'connect.crimes': {
        'committed_from_at': 'committed_from', 'committed_to_at': 'committed_to', 'npu_code': 'npu_code',
        'postcode': 'postcode', 'outcome_on': 'outcome_date',
    },
    'connect.investigations': {
        'closed_at': 'closed_at', 'officers_allocated': 'officers_allocated', 'logged_hours': 'logged_hours',
    },
    'connect.custody_records': {
        'released_at': 'released_at', 'ho_offence_code': 'ho_offence_code',
    },
    'compact.people': {
        'postcode': 'postcode', 'uprn': 'uprn',
    },
    'compact.episodes': {
        'last_seen_at': 'last_seen_at', 'found_at': 'found_at', 'in_care': 'in_care', 'police_hours': 'police_hours',
        'npu_code': 'npu_code',
    },
} -%}
{#- Values that staging gives a reason or a quality for. -#}
{%- set judged_values = {
    'avaya.call_segments': {'calling_phone': 'calling_phone_reason'},
    'controlworks.people': {'full_name': 'name_reason', 'date_of_birth': 'dob_quality', 'phone': 'phone_reason'},
    'connect.nominals': {'full_name': 'name_reason', 'date_of_birth': 'dob_quality'},
    'connect.nominal_aliases': {'date_of_birth': 'dob_quality'},
    'connect.nominal_phones': {'phone': 'phone_reason'},
    'compact.people': {'full_name': 'name_reason', 'date_of_birth': 'dob_quality', 'phone': 'phone_reason'},
} -%}
with time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),
{% for table, columns in values.items() %}
{{ table | replace('.', '_') }}_landed as (
    select
        {%- for column, landed_column in columns.items() %}
        count({{ landed_column }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('base_' ~ table | replace('.', '__')) }}
    where row_status = 'staged'
),

{{ table | replace('.', '_') }}_staged as (
    select
        {%- for column in columns %}
        count({{ column }}) as {{ column }},
        {%- endfor %}
        count(*) as row_count
    from {{ ref('stg_' ~ table | replace('.', '__')) }}
),
{% endfor %}
counted as (
    {%- for table, columns in values.items() %}
    {%- set path = table.split('.') %}
    {%- set is_first_table = loop.first %}
    {%- for column in columns %}
    {%- if not (is_first_table and loop.first) %}
    union all
    {%- endif %}
    select
        '{{ path[0] }}' as source_system,
        '{{ path[1] }}' as table_name,
        '{{ column }}' as column_name,
        {{ path | join('_') }}_staged.row_count as staged_count,
        {{ path | join('_') }}_landed.{{ column }} as landed_count,
        {{ path | join('_') }}_staged.{{ column }} as usable_count
    from {{ path | join('_') }}_staged
    cross join {{ path | join('_') }}_landed
    {%- endfor %}
    {%- endfor %}
),

judged as (
    {%- for table, columns in judged_values.items() %}
    {%- set path = table.split('.') %}
    {%- set is_first_table = loop.first %}
    {%- for column, reason in columns.items() %}
    {%- if not (is_first_table and loop.first) %}
    union all
    {%- endif %}
    select
        '{{ path[0] }}' as source_system,
        '{{ path[1] }}' as table_name,
        '{{ column }}' as column_name,
        coalesce({{ reason }}, 'usable') as finding,
        count(*) as row_count
    from {{ ref('stg_' ~ path | join('__')) }}
    group by coalesce({{ reason }}, 'usable')
    {%- endfor %}
    {%- endfor %}
),

findings as (
    select source_system, table_name, column_name, 'missing' as finding, staged_count - landed_count as row_count from counted
    union all
    select source_system, table_name, column_name, 'not usable' as finding, landed_count - usable_count as row_count from counted
    union all
    select source_system, table_name, column_name, 'usable' as finding, usable_count as row_count from counted
    union all
    select source_system, table_name, column_name, finding, row_count from judged
    union all
    select source_system, table_name, column_name, finding, row_count from {{ ref('int_governance__references') }}
),

final as (
    select
        time_window.as_of_date,
        findings.source_system,
        findings.table_name,
        findings.column_name,
        findings.finding,
        cast(findings.row_count as bigint) as row_count,
        cast(findings.row_count as {{ type_double() }})
            / sum(findings.row_count) over (
                partition by findings.source_system, findings.table_name, findings.column_name
            ) as row_share
    from findings
    cross join time_window
    where findings.row_count > 0
)

select * from final
