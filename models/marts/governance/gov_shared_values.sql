with time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

limits as (
    select attribute, max_distinct_names from {{ ref('shared_value_limits') }}
),

shared_values as (
    select * from {{ ref('int_identity__shared_values') }}
),

final as (
    select
        time_window.as_of_date,
        cast(limits.attribute as {{ dbt.type_string() }}) as attribute,
        cast(limits.max_distinct_names as {{ dbt.type_int() }}) as max_distinct_names,
        cast(count(shared_values.value_token) as {{ dbt.type_bigint() }}) as value_count,
        cast(coalesce(sum(shared_values.record_count), 0) as {{ dbt.type_bigint() }}) as record_count,
        cast(max(shared_values.name_count) as {{ dbt.type_bigint() }}) as largest_name_count
    from limits
    cross join time_window
    left join shared_values on limits.attribute = shared_values.match_key
    group by time_window.as_of_date, limits.attribute, limits.max_distinct_names
)

select * from final
