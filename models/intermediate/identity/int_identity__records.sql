with entries as (
    select * from {{ ref('int_identity__entries') }} where not is_agency
),

nominals_in_use as (
    select * from {{ ref('int_identity__nominals_in_use') }}
),

sealed_nominals as (
    select * from {{ ref('int_identity__sealed_nominals') }}
),

episodes as (
    select * from {{ ref('stg_compact__episodes') }}
),

time_window as (
    select * from {{ ref('int_window__bounds') }}
),

suppressed as (
    select * from {{ ref('int_identity__corrections') }} where correction = 'suppress_record'
),

missing_people as (
    select distinct {{ record_key('compact', 'person', 'episodes.person_ref') }} as record_key
    from episodes
    cross join time_window
    where episodes.reported_at >= time_window.window_start_at and episodes.reported_at < time_window.window_end_at
),

nominal_groups as (
    select * from {{ ref('int_identity__nominal_groups') }}
),

-- A nominal with neither name nor date of birth ('Unknown Offender') collects what nobody could be found for: it is nobody.
-- One that was merged stands for the person it was merged with.
catch_all_nominals as (
    select nominals.record_key
    from (
        select {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key
        from {{ ref('stg_connect__nominals') }}
        where forename is null and surname is null and date_of_birth is null
    ) as nominals
    left join nominal_groups on nominals.record_key = nominal_groups.node
    where nominal_groups.node is null
),

all_records as (
    select
        'controlworks' as source_system,
        'person_entry' as record_type,
        entries.record_key,
        entries.nominal_record_key,
        entries.observed_at
    from entries
    union all
    select
        'connect' as source_system,
        'nominal' as record_type,
        nominals_in_use.record_key,
        nominals_in_use.record_key as nominal_record_key,
        cast(null as {{ dbt.type_timestamp() }}) as observed_at
    from nominals_in_use
    union all
    select
        'compact' as source_system,
        'person' as record_type,
        missing_people.record_key,
        cast(null as {{ dbt.type_string() }}) as nominal_record_key,
        cast(null as {{ dbt.type_timestamp() }}) as observed_at
    from missing_people
),

eligible as (
    select
        all_records.source_system,
        all_records.record_type,
        all_records.record_key,
        all_records.observed_at,
        case when catch_all_nominals.record_key is null then all_records.nominal_record_key end as nominal_record_key
    from all_records
    left join catch_all_nominals on all_records.nominal_record_key = catch_all_nominals.record_key
    left join sealed_nominals on all_records.nominal_record_key = sealed_nominals.record_key
    left join suppressed on all_records.record_key = suppressed.left_record_key
    where
        sealed_nominals.record_key is null
        and suppressed.left_record_key is null
        and not (all_records.record_type = 'nominal' and catch_all_nominals.record_key is not null)
)

select
    -- A small number for joins inside one build; the order of keyed hashes says nothing about anybody.
    cast(row_number() over (order by record_key) as {{ dbt.type_int() }}) as node_id,
    record_key,
    source_system,
    record_type,
    nominal_record_key,
    observed_at
from eligible
