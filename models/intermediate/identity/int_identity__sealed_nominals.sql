with nominals as (
    select
        {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key,
        is_restricted
    from {{ ref('stg_connect__nominals') }}
),

nominal_groups as (
    select * from {{ ref('int_identity__nominal_groups') }}
),

sealed as (
    select record_key from nominals where is_restricted
),

-- A merge with a sealed nominal would show who the protected person is: the whole group is left out.
sealed_groups as (
    select distinct nominal_groups.label
    from nominal_groups
    inner join sealed on nominal_groups.node = sealed.record_key
)

select record_key from sealed
union
select nominal_groups.node as record_key
from nominal_groups
inner join sealed_groups on nominal_groups.label = sealed_groups.label
