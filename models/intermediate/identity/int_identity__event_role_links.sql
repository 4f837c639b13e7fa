with entries as (
    select * from {{ ref('int_identity__entries') }}
    where log_token is not null and role in ('CALLER', 'CALLER_FOR_OTHER', 'SUBJECT')
),

people as (
    select node_id, record_key, cluster_id, is_person from {{ ref('int_identity__people') }}
),

record_phones as (
    select node_id, phone_token from {{ ref('int_identity__record_phones') }}
),

rules as (
    select rule_code from {{ ref('match_rules') }} where block = 'event_role' and is_on
),

-- One on the contact and one on the log that it led to: with a second contact or a second caller nobody knows which is which.
single_pairs as (
    select log_token, role
    from entries
    group by log_token, role
    having count(*) = 2 and sum(case when is_on_contact then 1 else 0 end) = 1 and sum(case when is_agency then 1 else 0 end) = 0
),

paired as (
    select
        nameless.record_key,
        nameless.node_id,
        named.node_id as named_node_id,
        named.cluster_id
    from single_pairs
    inner join entries as nameless_entries
        on single_pairs.log_token = nameless_entries.log_token and single_pairs.role = nameless_entries.role
    inner join people as nameless on nameless_entries.record_key = nameless.record_key and not nameless.is_person
    inner join entries as named_entries
        on single_pairs.log_token = named_entries.log_token and single_pairs.role = named_entries.role
    inner join people as named on named_entries.record_key = named.record_key and named.is_person
),

-- Two different numbers speak for two people.
numbers as (
    select
        paired.record_key,
        max(case when left_phones.phone_token = right_phones.phone_token then 1 else 0 end) as same_flag
    from paired
    inner join record_phones as left_phones on paired.node_id = left_phones.node_id
    inner join record_phones as right_phones on paired.named_node_id = right_phones.node_id
    group by paired.record_key
)

select
    paired.record_key,
    paired.cluster_id,
    rules.rule_code
from paired
cross join rules
left join numbers on paired.record_key = numbers.record_key
where coalesce(numbers.same_flag, 1) = 1
