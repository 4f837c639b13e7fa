with person_records as (
    select * from {{ ref('int_identity__person_records') }}
),

-- A call is an event as well as a record, and has its id there.
record_keys as (
    select record_key, record_id from {{ ref('int_keys__records') }}
    union all
    select calls.call_record_key as record_key, event_keys.source_ref as record_id
    from {{ ref('int_events__calls') }} as calls
    inner join {{ ref('int_keys__events') }} as event_keys on calls.interaction_key = event_keys.interaction_key
),

final as (
    select
        cast(person_records.source_system as {{ dbt.type_string() }}) as source_system,
        cast(person_records.record_type as {{ dbt.type_string() }}) as record_type,
        cast(record_keys.record_id as {{ dbt.type_string() }}) as record_id,
        cast(person_records.person_key as {{ dbt.type_string() }}) as person_key,
        cast(person_records.match_rule as {{ dbt.type_string() }}) as match_rule,
        cast(person_records.link_strength as {{ dbt.type_string() }}) as link_strength,
        person_records.is_inferred
    from person_records
    inner join record_keys on person_records.record_key = record_keys.record_key
)

select * from final
