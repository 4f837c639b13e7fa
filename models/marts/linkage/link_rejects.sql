with rejected as (
    {%- for table in landed_tables() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ table.system }}' as source_system,
        '{{ table.name }}' as table_name,
        record_id,
        reject_reason as reason
    from {{ ref('base_' ~ table.system ~ '__' ~ table.name) }}
    where row_status = 'rejected'
    {%- endfor %}
),

final as (
    select
        {{ opaque_key('reject', ['source_system', 'table_name', 'record_id']) }} as reject_key,
        source_system,
        table_name,
        record_id,
        reason
    from rejected
)

select * from final
