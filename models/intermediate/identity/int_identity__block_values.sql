with shared_values as (
    select * from {{ ref('int_identity__shared_values') }}
),

all_values as (
    select node_id, 'phone' as block, phone_token as value_token from {{ ref('int_identity__record_phones') }}
    union all
    select node_id, block, place_token as value_token from {{ ref('int_identity__record_places') }}
    union all
    select node_id, 'event' as block, event_token as value_token from {{ ref('int_identity__record_events') }}
    union all
    select node_id, 'call' as block, call_token as value_token from {{ ref('int_identity__record_calls') }}
    union all
    select node_id, 'number_slip' as block, slip_token as value_token from {{ ref('int_identity__number_slips') }}
),

numbered as (
    select
        block,
        value_token,
        cast(row_number() over (order by block, value_token) as {{ dbt.type_int() }}) as value_id
    from (select distinct block, value_token from all_values) as distinct_values
)

select
    all_values.node_id,
    all_values.block,
    numbered.value_id
from all_values
inner join numbered on all_values.block = numbered.block and all_values.value_token = numbered.value_token
left join shared_values on all_values.block = shared_values.block and all_values.value_token = shared_values.value_token
where shared_values.value_token is null
