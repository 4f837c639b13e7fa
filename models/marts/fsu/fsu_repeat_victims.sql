with crime_victims as (
    select
        entries.record_key,
        entries.interaction_key,
        entries.occurred_at
    from {{ ref('int_events__entries') }} as entries
    inner join {{ ref('roles') }} as roles on entries.role = roles.role and roles.is_victim
    where entries.interaction_type = 'crime'
),

person_records as (
    select record_key, person_key from {{ ref('int_identity__person_records') }}
),

todays_list as (
    select list_size, minimum_count from {{ ref('todays_lists') }} where list_code = 'repeat_victims'
),

-- Counted by nominal, as today: somebody with two nominals is two victims here.
nominals as (
    select
        record_key,
        count(distinct interaction_key) as victim_count,
        max(occurred_at) as last_crime_at
    from crime_victims
    group by record_key
),

ranked as (
    select
        {{ opaque_key('victim', ['nominals.record_key']) }} as victim_key,
        person_records.person_key,
        nominals.victim_count,
        nominals.last_crime_at,
        todays_list.list_size,
        row_number() over (order by nominals.victim_count desc, nominals.last_crime_at desc, nominals.record_key) as place
    from nominals
    inner join person_records on nominals.record_key = person_records.record_key
    cross join todays_list
    where nominals.victim_count >= todays_list.minimum_count
),

final as (
    select
        victim_key,
        person_key,
        cast(victim_count as integer) as victim_count,
        {{ utc_to_civil_date('last_crime_at') }} as last_crime_on,
        cast(place as integer) as rank,
        place <= list_size as is_on_list
    from ranked
)

select * from final
