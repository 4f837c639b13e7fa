with people as (
    select mention_id, record_key, cluster_id, is_person from {{ ref('int_identity__people') }}
),

mention_names as (
    select * from {{ ref('int_identity__mention_names') }}
),

match_key_values as (
    select mention_id, match_key, value_id
    from {{ ref('int_identity__match_key_values') }}
    where match_key in ('phone', 'property', 'postcode', 'event')
),

rules as (
    select match_key, match_rule
    from {{ ref('int_identity__match_rules') }}
    where match_key in ('nameless_dob', 'nameless_event') and is_on
),

-- Roles that one person has on one event. The same role is the surest sign; a caller's house is also their family's.
one_person_roles as (
    select role, other_role, false as is_same_role from {{ ref('one_person_roles') }}
    union all
    select other_role as role, role as other_role, false as is_same_role from {{ ref('one_person_roles') }}
    union all
    select role, role as other_role, true as is_same_role from {{ ref('roles') }}
),

present as (
    select distinct
        people.mention_id,
        people.record_key,
        people.cluster_id,
        people.is_person,
        mention_events.event_token,
        case when mention_events.role = 'OFFENDER' then 'SUSPECT' else mention_events.role end as role
    from people
    inner join {{ ref('int_identity__mention_events') }} as mention_events on people.record_key = mention_events.record_key
    left join {{ ref('int_identity__shared_values') }} as crowded_events
        on crowded_events.match_key = 'event' and mention_events.event_token = crowded_events.value_token
    where crowded_events.value_token is null
),

values_present as (
    select present.*, match_key_values.match_key, match_key_values.value_id
    from present
    inner join match_key_values on present.mention_id = match_key_values.mention_id
    where match_key_values.match_key <> 'event'
),

met_on_events as (
    select
        nameless.record_key,
        named.cluster_id,
        max(
            case when one_person_roles.is_same_role or one_person_roles.role is not null and nameless.match_key <> 'postcode' then 1 else 0 end
        ) as believed_flag
    from values_present as nameless
    inner join values_present as named
        on
            nameless.event_token = named.event_token
            and nameless.match_key = named.match_key
            and nameless.value_id = named.value_id
    left join one_person_roles on nameless.role = one_person_roles.role and named.role = one_person_roles.other_role
    where not nameless.is_person and named.is_person
    group by nameless.record_key, named.cluster_id
),

-- Where two people of the event have it, in whatever role, nobody knows who is meant.
by_event as (
    select record_key, min(cluster_id) as cluster_id, 'nameless_event' as match_key
    from met_on_events
    group by record_key
    having count(*) = 1 and min(believed_flag) = 1
),

nameless_dates as (
    select distinct people.mention_id, people.record_key, mention_names.dob_id, mention_names.is_weak_dob
    from people
    inner join mention_names on people.mention_id = mention_names.mention_id
    where
        not people.is_person
        and mention_names.name_id is null
        and mention_names.dob_id is not null
),

dated_people as (
    select distinct people.cluster_id, people.mention_id, mention_names.dob_id
    from people
    inner join mention_names on people.mention_id = mention_names.mention_id
    where people.is_person and mention_names.dob_id is not null
),

dated_values as (
    select distinct dated_people.cluster_id, dated_people.dob_id, match_key_values.match_key, match_key_values.value_id
    from dated_people
    inner join match_key_values on dated_people.mention_id = match_key_values.mention_id
),

-- A 1 January takes a number or property.
met_by_date as (
    select nameless_dates.record_key, dated_values.cluster_id
    from nameless_dates
    inner join match_key_values on nameless_dates.mention_id = match_key_values.mention_id
    inner join dated_values
        on
            match_key_values.match_key = dated_values.match_key
            and match_key_values.value_id = dated_values.value_id
            and nameless_dates.dob_id = dated_values.dob_id
    where not nameless_dates.is_weak_dob or match_key_values.match_key in ('phone', 'property')
    union
    -- Where something happened is no address of the entry's, but who of that date of birth lives there is no chance.
    select nameless_dates.record_key, dated_people.cluster_id
    from nameless_dates
    inner join {{ ref('int_identity__event_places') }} as event_places on nameless_dates.mention_id = event_places.mention_id
    inner join {{ ref('int_identity__mention_places') }} as mention_places on event_places.place_token = mention_places.place_token
    inner join dated_people on mention_places.mention_id = dated_people.mention_id and nameless_dates.dob_id = dated_people.dob_id
    where not nameless_dates.is_weak_dob
),

-- Twins share date and place: with two who fit, nobody knows which.
by_date_of_birth as (
    select record_key, min(cluster_id) as cluster_id, 'nameless_dob' as match_key
    from met_by_date
    group by record_key
    having count(distinct cluster_id) = 1
),

found as (
    select * from by_event
    union all
    select * from by_date_of_birth
),

final as (
    select
        found.record_key,
        found.cluster_id,
        rules.match_rule
    from found
    inner join rules on found.match_key = rules.match_key
)

select * from final
