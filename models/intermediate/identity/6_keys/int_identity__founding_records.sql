with people as (
    select cluster_id, record_key from {{ ref('int_identity__people') }} where is_person
),

nominal_merges as (
    select distinct
        {{ record_key('connect', 'nominal', 'nominal_id') }} as merged_record_key,
        {{ record_key('connect', 'nominal', 'merged_into') }} as surviving_record_key
    from {{ ref('stg_connect__nominals') }}
    where merged_into is not null and merged_into <> nominal_id
),

merged_away as (
    select distinct merged_record_key as record_key from nominal_merges
),

survivors as (
    select distinct surviving_record_key as record_key from nominal_merges
),

-- Whoever undoes a merge finds the key with the nominal that had survived it.
ranked as (
    select
        people.cluster_id,
        people.record_key,
        row_number() over (
            partition by people.cluster_id
            order by
                case when merged_away.record_key is not null then 2 when survivors.record_key is not null then 0 else 1 end,
                people.record_key
        ) as founding_rank
    from people
    left join merged_away on people.record_key = merged_away.record_key
    left join survivors on people.record_key = survivors.record_key
),

final as (
    select cluster_id, record_key as founding_record_key from ranked where founding_rank = 1
)

select * from final
