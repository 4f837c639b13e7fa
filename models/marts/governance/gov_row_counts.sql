{%- set tables = {
    'avaya': ['call_segments'],
    'controlworks': ['contacts', 'logs', 'people', 'deployments'],
    'connect': [
        'nominals', 'nominal_aliases', 'nominal_phones', 'nominal_addresses', 'crimes', 'crime_people', 'investigations',
        'custody_records',
    ],
    'compact': ['people', 'episodes'],
} -%}

with counted as (
    {%- for source_system, table_names in tables.items() %}
    {%- set is_first_system = loop.first %}
    {%- for table_name in table_names %}
    {%- if not (is_first_system and loop.first) %}
    union all
    {%- endif %}
    select
        '{{ source_system }}' as source_system,
        '{{ table_name }}' as table_name,
        count(*) as landed_count,
        sum(case when row_status = 'staged' then 1 else 0 end) as staged_count,
        sum(case when row_status = 'superseded' then 1 else 0 end) as superseded_count,
        sum(case when row_status = 'rejected' then 1 else 0 end) as rejected_count
    from {{ ref('base_' ~ source_system ~ '__' ~ table_name) }}
    {%- endfor %}
    {%- endfor %}
),

-- The sum over no rows is NULL: an empty table counts as nought.
final as (
    select
        source_system,
        table_name,
        cast(landed_count as bigint) as landed_count,
        cast(coalesce(staged_count, 0) as bigint) as staged_count,
        cast(coalesce(superseded_count, 0) as bigint) as superseded_count,
        cast(coalesce(rejected_count, 0) as bigint) as rejected_count
    from counted
)

select * from final
