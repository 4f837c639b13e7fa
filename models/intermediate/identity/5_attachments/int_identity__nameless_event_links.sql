with people as (
    select mention_id, record_key, cluster_id, is_person from {{ ref('int_identity__people') }}
),

rules as (
    select match_rule from {{ ref('int_identity__match_rules') }} where match_key = 'nameless_event' and is_on
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

held as (
    select mention_id, match_key, value_id
    from {{ ref('int_identity__match_key_values') }}
    where match_key in ('phone', 'property', 'postcode')
),

values_present as (
    select present.*, held.match_key, held.value_id
    from present
    inner join held on present.mention_id = held.mention_id
),

met as (
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
final as (
    select
        met.record_key,
        min(met.cluster_id) as cluster_id,
        rules.match_rule
    from met
    cross join rules
    group by met.record_key, rules.match_rule
    having count(*) = 1 and min(met.believed_flag) = 1
)

select * from final
