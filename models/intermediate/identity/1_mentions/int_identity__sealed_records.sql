with nominals as (
    select nominal_id from {{ ref('stg_connect__nominals') }} where is_restricted
),

-- Whose other name is sealed is protected under that name, and would be found by it.
aliases as (
    select nominal_id from {{ ref('stg_connect__nominal_aliases') }} where is_restricted
),

marked as (
    select {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key from nominals
    union
    select {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key from aliases
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
