-- The shortest chain of links between two records of one person, each with its rule's sentence; variables left_record and right_record.
-- Written system/type/id, as in connect/nominal/N1; without them, the first and last record of the largest person. Calls and nameless
-- entries attach to a person, not to a record: link_person_records has their rule. Needs the salt, as the pipeline has it (dbt show).
{%- set left_record = var('left_record', '') -%}
{%- set right_record = var('right_record', '') %}
with recursive people as (
    select
        people.mention_id,
        people.cluster_id,
        person_records.person_key,
        person_records.source_system || '/' || person_records.record_type || '/' || person_records.record_id as record_name
    from {{ ref('link_person_records') }} as person_records
    inner join {{ ref('int_identity__people') }} as people
        on
            people.record_key
            = {{ token("person_records.source_system || '/' || person_records.record_type || '/' || person_records.record_id", 'record') }}
    where not person_records.is_inferred
),

asked as (
    {% if left_record and right_record -%}
        select left_people.mention_id as left_mention_id, right_people.mention_id as right_mention_id
        from people as left_people
        inner join people as right_people on left_people.cluster_id = right_people.cluster_id
        where left_people.record_name = '{{ left_record }}' and right_people.record_name = '{{ right_record }}'
    {%- else -%}
        select min(people.mention_id) as left_mention_id, max(people.mention_id) as right_mention_id
        from people
        inner join {{ ref('gov_identity_clusters') }} as clusters on people.person_key = clusters.person_key
        where clusters.size_rank = 1
    {%- endif %}
),

person_links as (
    select links.left_mention_id, links.right_mention_id, links.match_rule, links.rule_sequence
    from {{ ref('int_identity__links') }} as links
    inner join people on links.left_mention_id = people.mention_id
    inner join asked on links.is_accepted
    inner join people as asked_people on asked.left_mention_id = asked_people.mention_id and people.cluster_id = asked_people.cluster_id
),

steps as (
    select left_mention_id as from_node_id, right_mention_id as to_node_id, match_rule, rule_sequence from person_links
    union
    select right_mention_id as from_node_id, left_mention_id as to_node_id, match_rule, rule_sequence from person_links
),

-- Outwards from the left record, one link a round; nobody's records are further apart than this.
reached as (
    select left_mention_id as mention_id, 0 as distance from asked
    union
    select steps.to_node_id as mention_id, reached.distance + 1 as distance
    from reached
    inner join steps on reached.mention_id = steps.from_node_id
    where reached.distance < 30
),

distances as (
    select mention_id, min(distance) as distance from reached group by mention_id
),

nearer as (
    select
        steps.to_node_id as mention_id,
        steps.from_node_id as nearer_node_id,
        steps.match_rule,
        distances.distance,
        row_number() over (partition by steps.to_node_id order by steps.rule_sequence, steps.from_node_id) as place
    from steps
    inner join distances on steps.to_node_id = distances.mention_id
    inner join distances as nearer_distances
        on steps.from_node_id = nearer_distances.mention_id and distances.distance = nearer_distances.distance + 1
),

-- And back from the right record, by the strictest rule that leads one link nearer.
chain as (
    select nearer.mention_id, nearer.nearer_node_id, nearer.match_rule, nearer.distance
    from asked
    inner join nearer on asked.right_mention_id = nearer.mention_id and nearer.place = 1
    union
    select nearer.mention_id, nearer.nearer_node_id, nearer.match_rule, nearer.distance
    from chain
    inner join nearer on chain.nearer_node_id = nearer.mention_id and nearer.place = 1
)

select
    chain.distance as step,
    left_people.person_key,
    left_people.record_name as left_record,
    right_people.record_name as right_record,
    chain.match_rule,
    rules.sentence
from chain
inner join people as left_people on chain.nearer_node_id = left_people.mention_id
inner join people as right_people on chain.mention_id = right_people.mention_id
inner join {{ ref('dim_match_rules') }} as rules on chain.match_rule = rules.match_rule
order by chain.distance
