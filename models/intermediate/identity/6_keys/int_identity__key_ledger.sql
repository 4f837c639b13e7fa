{{
    config(
        materialized='incremental',
        incremental_strategy=refresh_strategy(),
        unique_key='as_of_date',
        partition_by=refresh_partition('as_of_date'),
        full_refresh=false,
        on_schema_change='fail',
        tags=['state'],
    )
}}

with people as (
    select cluster_id, record_key, is_founding_record from {{ ref('int_identity__people') }} where is_person
),

time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

{% if is_incremental() -%}
earlier_refreshes as (
    select ledger.as_of_date, ledger.record_key, ledger.person_key, ledger.key_since_on
    from {{ this }} as ledger
    cross join time_window
    where ledger.as_of_date < time_window.as_of_date
),
{%- else -%}
earlier_refreshes as (
    select time_window.as_of_date, people.record_key, people.record_key as person_key, time_window.as_of_date as key_since_on
    from people
    cross join time_window
    where 1 = 0
),
{%- endif %}

kept_before as (
    select *
    from earlier_refreshes
    where as_of_date = (select max(earlier_rows.as_of_date) from earlier_refreshes as earlier_rows)
),

{% if is_incremental() -%}
kept_keys_before as (
    select distinct person_key from kept_before
),

-- A key that this very date gave under another salt cannot be made again from its record: it was carried over, and is kept as well.
carried_over as (
    select ledger.as_of_date, ledger.record_key, ledger.person_key, ledger.key_since_on
    from {{ this }} as ledger
    inner join time_window on ledger.as_of_date = time_window.as_of_date
    inner join {{ build_mark_relation() }} as build_mark on ledger.as_of_date = build_mark.carried_as_of_date
    left join kept_keys_before on ledger.person_key = kept_keys_before.person_key
    where kept_keys_before.person_key is null
),

earlier as (
    select * from kept_before
    union all
    select * from carried_over
),
{%- else -%}
earlier as (
    select * from kept_before
),
{%- endif %}

founding_records as (
    select cluster_id, record_key as founding_record_key from people where is_founding_record
),

-- The key itself says which record it was founded on: it is that record's hash.
shared as (
    select
        people.cluster_id,
        earlier.person_key,
        min(earlier.key_since_on) as key_since_on,
        count(*) as shared_count,
        max(
            case
                when
                    earlier.person_key in (
                        {{ dbt_utils.generate_surrogate_key(["'person'", 'people.record_key']) }},
                        {{ dbt_utils.generate_surrogate_key(["'person'", 'people.record_key', 'earlier.key_since_on']) }}
                    )
                    then 1
                else 0
            end
        ) as founder_flag,
        max(case when people.is_founding_record then 1 else 0 end) as founds_now_flag
    from people
    inner join earlier on people.record_key = earlier.record_key
    group by people.cluster_id, earlier.person_key
),

-- An earlier key goes where most of its records are, of two equal parts to the one with its founding record; a person to whom several
-- go keeps the one they share most with, then the older one, then that of the record they would be founded on today.
key_choices as (
    select
        *,
        row_number() over (partition by person_key order by shared_count desc, founder_flag desc, cluster_id asc) as key_rank
    from shared
),

kept_keys as (
    select
        cluster_id,
        person_key,
        key_since_on,
        row_number() over (
            partition by cluster_id order by shared_count desc, key_since_on asc, founds_now_flag desc, person_key asc
        ) as person_rank
    from key_choices
    where key_rank = 1
),

keys_in_use as (
    select distinct person_key from earlier
),

new_keys as (
    select
        founding_records.cluster_id,
        {{ dbt_utils.generate_surrogate_key(["'person'", 'founding_records.founding_record_key']) }} as founding_key,
        {{ dbt_utils.generate_surrogate_key(["'person'", 'founding_records.founding_record_key', 'time_window.as_of_date']) }} as dated_key
    from founding_records
    cross join time_window
),

assigned as (
    select
        new_keys.cluster_id,
        -- The key of a founding record that left its person is taken; the newcomer's carries the date as well.
        coalesce(
            kept_keys.person_key,
            case when keys_in_use.person_key is null then new_keys.founding_key else new_keys.dated_key end
        ) as person_key,
        coalesce(kept_keys.key_since_on, time_window.as_of_date) as key_since_on
    from new_keys
    cross join time_window
    left join kept_keys on new_keys.cluster_id = kept_keys.cluster_id and kept_keys.person_rank = 1
    left join keys_in_use on new_keys.founding_key = keys_in_use.person_key
),

final as (
    select
        time_window.as_of_date,
        people.record_key,
        assigned.person_key,
        assigned.key_since_on
    from people
    inner join assigned on people.cluster_id = assigned.cluster_id
    cross join time_window
)

select * from final
