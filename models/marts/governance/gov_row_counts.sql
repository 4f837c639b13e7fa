with counted as (
    {%- for table in landed_tables() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ table.system }}' as source_system,
        '{{ table.name }}' as table_name,
        count(*) as landed_count,
        sum(case when row_status = 'staged' then 1 else 0 end) as staged_count,
        sum(case when row_status = 'superseded' then 1 else 0 end) as superseded_count,
        sum(case when row_status = 'rejected' then 1 else 0 end) as rejected_count
    from {{ ref('base_' ~ table.system ~ '__' ~ table.name) }}
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
