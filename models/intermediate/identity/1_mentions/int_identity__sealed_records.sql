-- Rows of the newest extraction that differ, and rows that cannot be used, may say what the row that counts does not: a doubtful seal stays
-- closed. Whose other name is sealed is protected under that name, and would be found by it.
with marked_rows as (
    {% for table, key in [('nominals', 'nominal_id'), ('nominal_aliases', 'alias_id')] -%}
    select landed.nominal_id
    from {{ ref('base_connect__' ~ table) }} as landed
    left join {{ ref('stg_connect__' ~ table) }} as staged on landed.{{ key }} = staged.{{ key }}
    where
        {{ flag('landed.is_restricted', blank='false', other='true') }}
        and (landed.row_status = 'rejected' or landed.extracted_at_utc = staged.extracted_at)
    {{ 'union all' if not loop.last }}
    {% endfor -%}
),

marked as (
    select distinct {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key
    from marked_rows
    where nominal_id is not null
),

nominal_groups as (
    select node as record_key, label from {{ ref('int_identity__nominal_groups') }}
),

-- A merge with a sealed nominal shows who the protected person is, whichever of the two survived and however long the chain.
sealed_groups as (
    select distinct nominal_groups.label
    from nominal_groups
    inner join marked on nominal_groups.record_key = marked.record_key
),

final as (
    select record_key from marked
    union
    select nominal_groups.record_key
    from nominal_groups
    inner join sealed_groups on nominal_groups.label = sealed_groups.label
)

select * from final
