{{
    config(
        materialized='incremental',
        incremental_strategy=refresh_strategy(),
        unique_key='as_of_date',
        partition_by=refresh_partition('as_of_date'),
        full_refresh=false,
        on_schema_change='fail',
        tags=['state'],
        post_hook="{{ forget_sealed_people(this, ['person_key', 'other_person_key']) }}",
    )
}}

with ledger as (
    select * from {{ ref('int_identity__key_ledger') }}
),

time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

person_keys as (
    select person_key from {{ ref('int_identity__person_keys') }}
),

sealed_ledger as (
    select * from {{ ref('int_identity__sealed_ledger') }}
),

sealed_keys as (
    select distinct person_key from {{ ref('int_identity__sealed_keys') }} where not is_of_somebody_else
),

current_keys as (
    select ledger.record_key, ledger.person_key
    from ledger
    inner join time_window on ledger.as_of_date = time_window.as_of_date
    inner join person_keys on ledger.person_key = person_keys.person_key
),

earlier_refresh as (
    select max(ledger.as_of_date) as as_of_date
    from ledger
    inner join time_window on ledger.as_of_date < time_window.as_of_date
),

keys_before as (
    select ledger.record_key, ledger.person_key
    from ledger
    inner join earlier_refresh on ledger.as_of_date = earlier_refresh.as_of_date
    left join sealed_ledger on ledger.as_of_date = sealed_ledger.as_of_date and ledger.person_key = sealed_ledger.person_key
    where sealed_ledger.person_key is null
),

-- Whoever is sealed since has not gone: for readers they never were. Whoever no longer is is new to them.
earlier_keys as (
    select keys_before.record_key, keys_before.person_key
    from keys_before
    left join sealed_keys on keys_before.person_key = sealed_keys.person_key
    where sealed_keys.person_key is null
),

-- One row a person sealed since the refresh before, so that the data team sees how many; under a key that is nobody's.
sealed_since as (
    select distinct
        {{ opaque_key('sealed', ['keys_before.person_key']) }} as person_key,
        'sealed' as change,
        cast(null as {{ dbt.type_string() }}) as other_person_key
    from keys_before
    inner join sealed_ledger on keys_before.person_key = sealed_ledger.person_key
    inner join time_window on sealed_ledger.as_of_date = time_window.as_of_date
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
    union all
    select * from sealed_since
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
