with people as (
    select mention_id, record_key, cluster_id, is_person from {{ ref('int_identity__people') }}
),

present as (
    select
        event_roles.event_token,
        event_roles.role,
        event_roles.record_key,
        event_roles.typed_on,
        event_roles.typed_on in ('contact', 'log') as is_entry,
        event_roles.is_agency,
        people.mention_id,
        people.cluster_id,
        coalesce(people.is_person, false) as is_person
    from {{ ref('int_identity__mention_events') }} as event_roles
    left join people on event_roles.record_key = people.record_key
    where event_roles.role in ('CALLER', 'CALLER_FOR_OTHER', 'SUBJECT', 'VICTIM', 'SUSPECT')
),

mention_phones as (
    select mention_id, phone_token from {{ ref('int_identity__mention_phones') }}
),

rules as (
    select rule_code from {{ ref('match_rules') }} where match_key = 'event_role' and is_on
),

counted as (
    select
        event_token,
        role,
        sum(case when typed_on = 'contact' then 1 else 0 end) as contact_count,
        sum(case when typed_on = 'log' then 1 else 0 end) as log_count,
        sum(case when is_agency then 1 else 0 end) as agency_count,
        count(distinct case when not is_entry and is_person then cluster_id end) as recorded_people_count,
        sum(case when not is_entry and not is_person then 1 else 0 end) as recorded_nobody_count
    from present
    group by event_token, role
),

-- With a second entry in the role, or a second person recorded in it, nobody knows which is which.
paired as (
    select distinct
        nameless.record_key,
        nameless.mention_id,
        named.mention_id as named_mention_id,
        named.cluster_id
    from counted
    inner join present as nameless on counted.event_token = nameless.event_token and counted.role = nameless.role
    inner join present as named on counted.event_token = named.event_token and counted.role = named.role
    where
        counted.agency_count = 0
        and nameless.is_entry
        and nameless.mention_id is not null
        and not nameless.is_person
        and named.is_person
        and (
            (named.is_entry and counted.contact_count = 1 and counted.log_count = 1)
            or (
                not named.is_entry
                and counted.contact_count + counted.log_count = 1
                and counted.recorded_people_count = 1
                and counted.recorded_nobody_count = 0
            )
        )
),

-- Two different numbers speak for two people.
numbers as (
    select
        paired.record_key,
        max(case when left_phones.phone_token = right_phones.phone_token then 1 else 0 end) as same_flag
    from paired
    inner join mention_phones as left_phones on paired.mention_id = left_phones.mention_id
    inner join mention_phones as right_phones on paired.named_mention_id = right_phones.mention_id
    group by paired.record_key
)

select
    paired.record_key,
    min(paired.cluster_id) as cluster_id,
    rules.rule_code
from paired
cross join rules
left join numbers on paired.record_key = numbers.record_key
where coalesce(numbers.same_flag, 1) = 1
group by paired.record_key, rules.rule_code
having count(distinct paired.cluster_id) = 1
