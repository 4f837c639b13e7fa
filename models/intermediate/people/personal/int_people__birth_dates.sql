{{ config(schema='staging') }}

with person_records as (
    select record_key, person_key from {{ ref('int_identity__person_records') }}
),

typed_dates as (
    select {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key, date_of_birth, dob_quality
    from {{ ref('stg_connect__nominals') }}
    where date_of_birth is not null
    union all
    select {{ record_key('compact', 'person', 'person_ref') }} as record_key, date_of_birth, dob_quality
    from {{ ref('stg_compact__people') }}
    where date_of_birth is not null
    union all
    select {{ record_key('controlworks', 'person_entry', 'person_entry_id') }} as record_key, date_of_birth, dob_quality
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
    inner join person_records on typed_dates.record_key = person_records.record_key
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
