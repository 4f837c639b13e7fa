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

roles as (
    select role from {{ ref('roles') }}
),

-- Two roles that no seed knows are one role here.
final as (
    select distinct
        crimes.interaction_key,
        nominals.record_key,
        {{ mapped_code('crime_people.role', 'roles.role') }} as role,
        crimes.occurred_at
    from crime_people
    inner join crimes on crime_people.crime_no = crimes.source_ref
    inner join nominals on crime_people.nominal_id = nominals.nominal_id
    left join roles on crime_people.role = roles.role
)

select * from final
