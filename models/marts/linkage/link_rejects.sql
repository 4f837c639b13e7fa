with sealed_records as (
    select record_key from {{ ref('int_identity__sealed_records') }}
),

rejected as (
    {%- for table in landed_tables() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ table.system }}' as source_system,
        '{{ table.name }}' as table_name,
        record_id,
        {% if 'nominal_id' in landed_table(table.system, table.name).columns -%}
        {{ record_key('connect', 'nominal', 'nominal_id') }} as nominal_record_key,
        {%- else -%}
        cast(null as {{ dbt.type_string() }}) as nominal_record_key,
        {%- endif %}
        reject_reason as reason
    from {{ ref('base_' ~ table.system ~ '__' ~ table.name) }}
    where row_status = 'rejected'
    {%- endfor %}
),

final as (
    select
        {{ opaque_key('reject', ['rejected.source_system', 'rejected.table_name', 'rejected.record_id']) }} as reject_key,
        rejected.source_system,
        rejected.table_name,
        case when sealed_records.record_key is null then rejected.record_id else '(not shown)' end as record_id,
        rejected.reason
    from rejected
    left join sealed_records on rejected.nominal_record_key = sealed_records.record_key
)

select * from final
