with entries as (
    select * from {{ ref('int_events__person_entries') }} where not is_agency
),

nominals_in_use as (
    select * from {{ ref('int_identity__nominals_in_use') }}
),

nominals as (
    select
        {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key,
        forename is null and surname is null and date_of_birth is null as is_blank
    from {{ ref('stg_connect__nominals') }}
),

nominal_groups as (
    select node as record_key, label from {{ ref('int_identity__nominal_groups') }}
),

episodes as (
    select * from {{ ref('stg_compact__episodes') }}
),

time_window as (
    select * from {{ ref('int_window__bounds') }}
),

record_keys as (
    select record_key, record_number from {{ ref('int_keys__records') }}
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

sealed_records as (
    select record_key from {{ ref('int_identity__sealed_records') }}
),

-- Sealed ones always, on an event of the window or not: who is one person with them is hidden with them.
matched_nominals as (
    select record_key from nominals_in_use
    union
    select record_key from sealed_records
),

-- A nominal with neither name nor date of birth ('Unknown Offender') collects what nobody could be found for: it is nobody.
-- One that was merged stands for the person it was merged with; one that is sealed may have been blanked for that.
catch_all_nominals as (
    select nominals.record_key
    from nominals
    left join nominal_groups on nominals.record_key = nominal_groups.record_key
    left join sealed_records on nominals.record_key = sealed_records.record_key
    where nominals.is_blank and nominal_groups.record_key is null and sealed_records.record_key is null
),

all_mentions as (
    select
        'controlworks' as source_system,
        'person_entry' as record_type,
        record_key,
        nominal_record_key,
        observed_at
    from entries
    union all
    select
        'connect' as source_system,
        'nominal' as record_type,
        record_key,
        record_key as nominal_record_key,
        cast(null as {{ dbt.type_timestamp() }}) as observed_at
    from matched_nominals
    union all
    select
        'compact' as source_system,
        'person' as record_type,
        record_key,
        cast(null as {{ dbt.type_string() }}) as nominal_record_key,
        cast(null as {{ dbt.type_timestamp() }}) as observed_at
    from missing_people
),

eligible as (
    select
        all_mentions.source_system,
        all_mentions.record_type,
        all_mentions.record_key,
        all_mentions.observed_at,
        case when catch_all_nominals.record_key is null then all_mentions.nominal_record_key end as nominal_record_key
    from all_mentions
    left join catch_all_nominals on all_mentions.nominal_record_key = catch_all_nominals.record_key
    left join sealed_records on all_mentions.record_key = sealed_records.record_key
    left join suppressed on all_mentions.record_key = suppressed.left_record_key
    where
        -- Without the record nobody would be known for the sealed person.
        (suppressed.left_record_key is null or sealed_records.record_key is not null)
        and not (all_mentions.record_type = 'nominal' and catch_all_nominals.record_key is not null)
),

final as (
    select
        -- A small number for joins inside one build. Ties between people fall by it, so it must outlive the salt: by systems and their ids.
        cast(row_number() over (order by record_keys.record_number nulls last, eligible.record_key) as {{ dbt.type_int() }}) as mention_id,
        eligible.record_key,
        eligible.source_system,
        eligible.record_type,
        eligible.nominal_record_key,
        eligible.observed_at
    from eligible
    left join record_keys on eligible.record_key = record_keys.record_key
)

select * from final
