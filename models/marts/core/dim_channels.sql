with listed as (
    select
        channel,
        channel_name,
        sort_order
    from {{ ref('channels') }}
    union all
    select
        label_code as channel,
        label as channel_name,
        sort_order
    from {{ ref('labels') }}
    where label_of = 'channel'
),

final as (
    select
        cast(channel as {{ dbt.type_string() }}) as channel,
        cast(channel_name as {{ dbt.type_string() }}) as channel_name,
        cast(sort_order as integer) as sort_order
    from listed
)

select * from final
