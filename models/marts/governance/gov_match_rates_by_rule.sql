with time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

person_records as (
    select * from {{ ref('int_identity__person_records') }}
),

-- One row there a way in which names and dates may agree.
match_keys as (
    select match_rule, min(match_key) as match_key
    from {{ ref('int_identity__match_rules') }}
    group by match_rule
),

counted as (
    select source_system, record_type, match_rule, link_strength, count(*) as record_count
    from person_records
    group by source_system, record_type, match_rule, link_strength
),

final as (
    select
        time_window.as_of_date,
        cast(counted.source_system as {{ dbt.type_string() }}) as source_system,
        cast(counted.record_type as {{ dbt.type_string() }}) as record_type,
        cast(match_keys.match_key as {{ dbt.type_string() }}) as match_key,
        cast(counted.match_rule as {{ dbt.type_string() }}) as match_rule,
        cast(counted.link_strength as {{ dbt.type_string() }}) as link_strength,
        cast(counted.record_count as {{ dbt.type_bigint() }}) as record_count
    from counted
    cross join time_window
    left join match_keys on counted.match_rule = match_keys.match_rule
)

select * from final
