with ledger as (
    select * from {{ ref('int_identity__key_ledger') }}
),

people as (
    select record_key, cluster_id from {{ ref('int_identity__people') }}
),

sealed_records as (
    select people.record_key
    from people
    inner join {{ ref('int_identity__sealed_people') }} as sealed_people on people.cluster_id = sealed_people.cluster_id
),

keys_in_use as (
    select person_key from {{ ref('int_identity__person_keys') }}
),

-- A key that is somebody else's today stays theirs: a record of the sealed person was once taken for one of that person's.
final as (
    select distinct
        ledger.as_of_date,
        ledger.person_key,
        keys_in_use.person_key is not null as is_of_somebody_else
    from ledger
    inner join sealed_records on ledger.record_key = sealed_records.record_key
    left join keys_in_use on ledger.person_key = keys_in_use.person_key
)

select * from final
