with crime_people as (
    select * from {{ ref('stg_connect__crime_people') }}
),

crimes as (
    select interaction_key, source_ref, occurred_at
    from {{ ref('int_events__recorded') }}
    where interaction_type = 'crime'
),

nominals as (
    select nominal_id, {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key
    from (select distinct nominal_id from crime_people) as named
),

final as (
    select
        crimes.interaction_key,
        nominals.record_key,
        crime_people.role,
        crimes.occurred_at
    from crime_people
    inner join crimes on crime_people.crime_no = crimes.source_ref
    inner join nominals on crime_people.nominal_id = nominals.nominal_id
)

select * from final
