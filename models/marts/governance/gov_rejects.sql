{%- set tables = {
    'avaya': ['call_segments'],
    'controlworks': ['contacts', 'logs', 'people', 'deployments'],
    'connect': [
        'nominals', 'nominal_aliases', 'nominal_phones', 'nominal_addresses', 'crimes', 'crime_people', 'investigations',
        'custody_records',
    ],
    'compact': ['people', 'episodes'],
} -%}

with final as (
    {%- for source_system, table_names in tables.items() %}
    {%- set is_first_system = loop.first %}
    {%- for table_name in table_names %}
    {%- if not (is_first_system and loop.first) %}
    union all
    {%- endif %}
    select
        '{{ source_system }}' as source_system,
        '{{ table_name }}' as table_name,
        record_id,
        reject_reason as reason
    from {{ ref('base_' ~ source_system ~ '__' ~ table_name) }}
    where row_status = 'rejected'
    {%- endfor %}
    {%- endfor %}
)

select * from final
