with people as (
    select * from {{ ref('int_identity__people') }} where is_person
),

sealed_people as (
    select cluster_id from {{ ref('int_identity__sealed_people') }}
),

ledger as (
    select * from {{ ref('int_identity__key_ledger') }}
),

time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

final as (
    select
        people.cluster_id,
        min(ledger.person_key) as person_key
    from people
    inner join ledger on people.record_key = ledger.record_key
    inner join time_window on ledger.as_of_date = time_window.as_of_date
    left join sealed_people on people.cluster_id = sealed_people.cluster_id
    -- Everything that leaves identity asks here for the key: who has none is in no mart.
    where sealed_people.cluster_id is null
    group by people.cluster_id
)

select * from final
