with person_records as (
    select * from {{ ref('int_identity__person_records') }}
),

record_ids as (
    select distinct
        'avaya' as source_system,
        'call' as record_type,
        ucid as record_id
    from {{ ref('stg_avaya__call_segments') }}
    union all
    select
        'controlworks' as source_system,
        'person_entry' as record_type,
        person_entry_id as record_id
    from {{ ref('stg_controlworks__people') }}
    union all
    -- Not every nominal or Compact person that an event names is in its index, so the events are asked as well.
    (
        select
            'connect' as source_system,
            'nominal' as record_type,
            nominal_id as record_id
        from {{ ref('stg_connect__nominals') }}
        union
        select
            'connect' as source_system,
            'nominal' as record_type,
            nominal_id as record_id
        from {{ ref('stg_connect__crime_people') }}
        union
        select
            'connect' as source_system,
            'nominal' as record_type,
            nominal_id as record_id
        from {{ ref('stg_connect__custody_records') }}
        union
        select
            'connect' as source_system,
            'nominal' as record_type,
            nominal_id as record_id
        from {{ ref('stg_controlworks__people') }}
        where nominal_id is not null
        union
        select
            'connect' as source_system,
            'nominal' as record_type,
            merged_into as record_id
        from {{ ref('stg_connect__nominals') }}
        where merged_into is not null
    )
    union all
    select distinct
        'compact' as source_system,
        'person' as record_type,
        person_ref as record_id
    from {{ ref('stg_compact__episodes') }}
),

keyed as (
    select
        source_system,
        record_type,
        record_id,
        {{ token("source_system || '/' || record_type || '/' || record_id", 'record') }} as record_key
    from record_ids
),

final as (
    select
        cast(person_records.source_system as {{ dbt.type_string() }}) as source_system,
        cast(person_records.record_type as {{ dbt.type_string() }}) as record_type,
        cast(keyed.record_id as {{ dbt.type_string() }}) as record_id,
        cast(person_records.person_key as {{ dbt.type_string() }}) as person_key,
        cast(person_records.match_rule as {{ dbt.type_string() }}) as match_rule,
        cast(person_records.link_strength as {{ dbt.type_string() }}) as link_strength,
        person_records.is_inferred
    from person_records
    inner join keyed on person_records.record_key = keyed.record_key
)

select * from final
