with people as (
    select * from {{ ref('int_identity__people') }} where is_person
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
    group by people.cluster_id
)

select * from final
