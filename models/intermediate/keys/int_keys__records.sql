{{ config(schema='staging') }}

-- Not every nominal or Compact person that an event names is in its index, so the events are asked as well; and a row of the index that
-- does not count may seal somebody.
with record_ids as (
    select
        'controlworks' as source_system,
        'person_entry' as record_type,
        person_entry_id as record_id
    from {{ ref('stg_controlworks__people') }}
    {% for column, relation in [
        ('nominal_id', ref('base_connect__nominals')),
        ('nominal_id', ref('base_connect__nominal_aliases')),
        ('merged_into', ref('stg_connect__nominals')),
        ('nominal_id', ref('stg_connect__crime_people')),
        ('nominal_id', ref('stg_connect__custody_records')),
        ('nominal_id', ref('stg_controlworks__people')),
    ] -%}
    union
    select
        'connect' as source_system,
        'nominal' as record_type,
        {{ column }} as record_id
    from {{ relation }}
    where {{ column }} is not null
    {% endfor -%}
    union
    select
        'compact' as source_system,
        'person' as record_type,
        person_ref as record_id
    from {{ ref('stg_compact__episodes') }}
),

final as (
    select
        {{ token("source_system || '/' || record_type || '/' || record_id", 'record') }} as record_key,
        source_system,
        record_type,
        record_id,
        cast(
            row_number() over (order by source_system, record_type, {{ byte_order('record_id') }}) as {{ dbt.type_int() }}
        ) as record_number
    from record_ids
    where record_id is not null
)

select * from final
