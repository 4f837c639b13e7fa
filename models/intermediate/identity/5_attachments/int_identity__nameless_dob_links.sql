with people as (
    select mention_id, record_key, cluster_id, is_person from {{ ref('int_identity__people') }}
),

mention_names as (
    select * from {{ ref('int_identity__mention_names') }}
),

match_key_values as (
    select mention_id, match_key, value_id from {{ ref('int_identity__match_key_values') }} where match_key in ('phone', 'property', 'postcode', 'event')
),

rules as (
    select match_rule from {{ ref('int_identity__match_rules') }} where match_key = 'nameless_dob' and is_on
),

nameless as (
    select distinct people.mention_id, people.record_key, mention_names.dob_id, mention_names.is_weak_dob
    from people
    inner join mention_names on people.mention_id = mention_names.mention_id
    where
        not people.is_person
        and mention_names.name_id is null
        and mention_names.dob_id is not null
),

dated as (
    select distinct people.cluster_id, match_key_values.match_key, match_key_values.value_id, mention_names.dob_id
    from people
    inner join mention_names on people.mention_id = mention_names.mention_id
    inner join match_key_values on people.mention_id = match_key_values.mention_id
    where people.is_person and mention_names.dob_id is not null
),

-- Twins share date and place: with two who fit, nobody knows which. A 1 January takes a number or property.
final as (
    select
        nameless.record_key,
        min(dated.cluster_id) as cluster_id,
        rules.match_rule
    from nameless
    inner join match_key_values on nameless.mention_id = match_key_values.mention_id
    inner join dated
        on
            match_key_values.match_key = dated.match_key
            and match_key_values.value_id = dated.value_id
            and nameless.dob_id = dated.dob_id
            and (not nameless.is_weak_dob or match_key_values.match_key in ('phone', 'property'))
    cross join rules
    group by nameless.record_key, rules.match_rule
    having count(distinct dated.cluster_id) = 1
)

select * from final
