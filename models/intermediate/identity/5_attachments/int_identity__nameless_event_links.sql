with people as (
    select mention_id, record_key, cluster_id, is_person from {{ ref('int_identity__people') }}
),

match_key_values as (
    select mention_id, match_key, value_id from {{ ref('int_identity__match_key_values') }}
),

rules as (
    select match_rule from {{ ref('int_identity__match_rules') }} where match_key = 'nameless_event' and is_on
),

held as (
    select people.mention_id, people.record_key, people.cluster_id, people.is_person, match_key_values.match_key, match_key_values.value_id
    from people
    inner join match_key_values on people.mention_id = match_key_values.mention_id
    where match_key_values.match_key in ('phone', 'property', 'postcode')
),

-- Nobody stands for two people of one event whose roles exclude each other.
exclusive as (
    select left_mention_id, right_mention_id from {{ ref('int_identity__cannot_links') }}
    union
    select right_mention_id as left_mention_id, left_mention_id as right_mention_id from {{ ref('int_identity__cannot_links') }}
),

met as (
    select distinct nameless.mention_id, nameless.record_key, named.mention_id as named_mention_id, named.cluster_id
    from held as nameless
    inner join match_key_values as nameless_events
        on nameless.mention_id = nameless_events.mention_id and nameless_events.match_key = 'event'
    inner join match_key_values as named_events
        on
            nameless_events.value_id = named_events.value_id
            and named_events.match_key = 'event'
            and nameless_events.mention_id <> named_events.mention_id
    inner join held as named
        on
            named_events.mention_id = named.mention_id
            and nameless.match_key = named.match_key
            and nameless.value_id = named.value_id
    where not nameless.is_person and named.is_person
),

final as (
    select
        met.record_key,
        min(met.cluster_id) as cluster_id,
        rules.match_rule
    from met
    cross join rules
    left join exclusive on met.mention_id = exclusive.left_mention_id and met.named_mention_id = exclusive.right_mention_id
    group by met.record_key, rules.match_rule
    having count(distinct met.cluster_id) = 1 and count(exclusive.left_mention_id) = 0
)

select * from final
