with time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

sealed_people as (
    select cluster_id from {{ ref('int_identity__sealed_people') }}
),

people as (
    select * from {{ ref('int_identity__people') }}
),

believed_inferences as (
    select record_key, cluster_id from {{ ref('int_identity__believed_attachments') }} where not is_refused
),

calls as (
    select call_record_key as record_key from {{ ref('int_events__calls') }}
),

record_types as (
    select 'avaya' as source_system, 'call' as record_type
    union all
    select 'controlworks' as source_system, 'person_entry' as record_type
    union all
    select 'connect' as source_system, 'nominal' as record_type
    union all
    select 'compact' as source_system, 'person' as record_type
),

entries_and_nominals as (
    select people.record_type, people.record_key, sealed_people.cluster_id
    from people
    inner join sealed_people on people.cluster_id = sealed_people.cluster_id
    union
    select people.record_type, people.record_key, sealed_people.cluster_id
    from people
    inner join believed_inferences on people.record_key = believed_inferences.record_key
    inner join sealed_people on believed_inferences.cluster_id = sealed_people.cluster_id
),

all_records as (
    select record_type, record_key, cluster_id from entries_and_nominals
    union
    select 'call' as record_type, call_contacts.call_record_key as record_key, entries_and_nominals.cluster_id
    from {{ ref('int_events__call_contacts') }} as call_contacts
    inner join entries_and_nominals on call_contacts.person_entry_record_key = entries_and_nominals.record_key
    union
    select 'call' as record_type, calls.record_key, sealed_people.cluster_id
    from calls
    inner join believed_inferences on calls.record_key = believed_inferences.record_key
    inner join sealed_people on believed_inferences.cluster_id = sealed_people.cluster_id
),

counted as (
    select record_type, count(distinct record_key) as record_count, count(distinct cluster_id) as people_count
    from all_records
    group by record_type
),

in_all as (
    select count(*) as sealed_people_count from sealed_people
),

final as (
    select
        time_window.as_of_date,
        cast(record_types.source_system as {{ dbt.type_string() }}) as source_system,
        cast(record_types.record_type as {{ dbt.type_string() }}) as record_type,
        cast(coalesce(counted.record_count, 0) as {{ dbt.type_bigint() }}) as record_count,
        cast(coalesce(counted.people_count, 0) as {{ dbt.type_bigint() }}) as people_count,
        cast(in_all.sealed_people_count as {{ dbt.type_bigint() }}) as sealed_people_count
    from record_types
    cross join time_window
    cross join in_all
    left join counted on record_types.record_type = counted.record_type
)

select * from final
