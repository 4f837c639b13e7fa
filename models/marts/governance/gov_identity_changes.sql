{{
    config(
        materialized='incremental',
        incremental_strategy='delete+insert',
        unique_key='as_of_date',
        full_refresh=false,
        on_schema_change='fail',
        tags=['state'],
    )
}}

with ledger as (
    select * from {{ ref('int_identity__key_ledger') }}
),

time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

current_keys as (
    select ledger.record_key, ledger.person_key, ledger.key_since_on
    from ledger
    inner join time_window on ledger.as_of_date = time_window.as_of_date
),

earlier_refresh as (
    select max(ledger.as_of_date) as as_of_date
    from ledger
    inner join time_window on ledger.as_of_date < time_window.as_of_date
),

earlier_keys as (
    select ledger.record_key, ledger.person_key
    from ledger
    inner join earlier_refresh on ledger.as_of_date = earlier_refresh.as_of_date
),

current_people as (
    select distinct person_key from current_keys
),

earlier_people as (
    select distinct person_key from earlier_keys
),

moves as (
    select
        earlier_keys.person_key as earlier_person_key,
        current_keys.person_key as current_person_key,
        count(*) as record_count
    from earlier_keys
    inner join current_keys on earlier_keys.record_key = current_keys.record_key
    group by earlier_keys.person_key, current_keys.person_key
),

-- Where most of a person's records went, and where most of a person's records came from.
ranked_moves as (
    select
        *,
        row_number() over (
            partition by earlier_person_key order by record_count desc, current_person_key asc
        ) as destination_rank,
        row_number() over (
            partition by current_person_key order by record_count desc, earlier_person_key asc
        ) as origin_rank
    from moves
),

not_before as (
    select
        current_people.person_key,
        case when ranked_moves.earlier_person_key is null then 'new' else 'split' end as change,
        ranked_moves.earlier_person_key as other_person_key
    from current_people
    left join earlier_people on current_people.person_key = earlier_people.person_key
    left join ranked_moves on current_people.person_key = ranked_moves.current_person_key and ranked_moves.origin_rank = 1
    where earlier_people.person_key is null
),

not_now as (
    select
        earlier_people.person_key,
        case when ranked_moves.current_person_key is null then 'gone' else 'merged' end as change,
        ranked_moves.current_person_key as other_person_key
    from earlier_people
    left join current_people on earlier_people.person_key = current_people.person_key
    left join ranked_moves on earlier_people.person_key = ranked_moves.earlier_person_key and ranked_moves.destination_rank = 1
    where current_people.person_key is null
),

changes as (
    select * from not_before
    union all
    select * from not_now
),

final as (
    select
        time_window.as_of_date,
        cast(changes.person_key as {{ type_varchar() }}) as person_key,
        cast(changes.change as {{ type_varchar() }}) as change,
        cast(changes.other_person_key as {{ type_varchar() }}) as other_person_key
    from changes
    cross join time_window
)

select * from final
