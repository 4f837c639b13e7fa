{{ config(schema='staging') }}

with person_records as (
    select person_records.person_key, records.record_type, records.record_id
    from {{ ref('int_identity__person_records') }} as person_records
    inner join {{ ref('int_keys__records') }} as records on person_records.record_key = records.record_key
),

typed_dates as (
    select 'nominal' as record_type, nominal_id as record_id, date_of_birth, dob_quality
    from {{ ref('stg_connect__nominals') }}
    where date_of_birth is not null
    union all
    select 'person' as record_type, person_ref as record_id, date_of_birth, dob_quality
    from {{ ref('stg_compact__people') }}
    where date_of_birth is not null
    union all
    select 'person_entry' as record_type, person_entry_id as record_id, date_of_birth, dob_quality
    from {{ ref('stg_controlworks__people') }}
    where date_of_birth is not null
),

counted as (
    select
        person_records.person_key,
        typed_dates.date_of_birth,
        min(case when typed_dates.dob_quality = 'full' then 0 else 1 end) as weakness,
        count(*) as record_count
    from typed_dates
    inner join person_records on typed_dates.record_type = person_records.record_type and typed_dates.record_id = person_records.record_id
    group by person_records.person_key, typed_dates.date_of_birth
),

ranked as (
    select
        person_key,
        date_of_birth,
        -- Two dates equally often: the younger age, so that nobody who may be a child is taken for an adult.
        row_number() over (partition by person_key order by weakness, record_count desc, date_of_birth desc) as position
    from counted
),

final as (
    select
        person_key,
        date_of_birth
    from ranked
    where position = 1
)

select * from final
