{%- set references = source_references() -%}
with matched as (
    {%- for reference in references %}
    {{ 'union all' if not loop.first }}
    select
        '{{ reference.system }}' as source_system,
        '{{ reference.table }}' as table_name,
        '{{ reference.column }}' as column_name,
        '{{ reference.to_system }}__{{ reference.to_table }}' as target,
        referring.{{ reference.column }} as named_id,
        target.{{ reference.to_column }} as found_id
    from {{ ref('stg_' ~ reference.system ~ '__' ~ reference.table) }} as referring
    left join {{ ref('stg_' ~ reference.to_system ~ '__' ~ reference.to_table) }} as target
        on referring.{{ reference.column }} = target.{{ reference.to_column }}
    {%- endfor %}
),

-- Of what finds nothing alone: folding every id would cost more than all that comes before.
not_found as (
    select distinct
        target,
        named_id,
        {{ folded_id('named_id') }} as folded_id
    from matched
    where named_id is not null and found_id is null
),

targets as (
    {%- for target in references | map(attribute='to_table') | unique %}
    {%- set reference = references | selectattr('to_table', 'equalto', target) | first %}
    {{ 'union all' if not loop.first }}
    select distinct
        '{{ reference.to_system }}__{{ target }}' as target,
        {{ folded_id(reference.to_column) }} as folded_id
    from {{ ref('stg_' ~ reference.to_system ~ '__' ~ target) }}
    {%- endfor %}
),

misspelt as (
    select not_found.target, not_found.named_id
    from not_found
    inner join targets on not_found.target = targets.target and not_found.folded_id = targets.folded_id
),

judged as (
    select
        matched.source_system,
        matched.table_name,
        matched.column_name,
        case
            when matched.named_id is null then 'missing'
            when matched.found_id is not null then 'usable'
            when misspelt.named_id is not null then 'names no row as spelled'
            else 'names no row'
        end as finding
    from matched
    left join misspelt on matched.target = misspelt.target and matched.named_id = misspelt.named_id
),

final as (
    select
        source_system,
        table_name,
        column_name,
        finding,
        count(*) as row_count
    from judged
    group by source_system, table_name, column_name, finding
)

select * from final
