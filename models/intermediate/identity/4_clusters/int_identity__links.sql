with candidates as (
    {% for pass_number in range(2, 5) -%}
        select * from {{ ref('int_identity__pass_' ~ pass_number ~ '_links') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

links as (
    select
        1 as pass_number,
        left_mention_id,
        right_mention_id,
        match_rule,
        rule_sequence,
        is_only_fit
    from {{ ref('int_identity__trusted_links') }}
    union all
    select
        pass_number,
        left_mention_id,
        right_mention_id,
        match_rule,
        rule_sequence,
        is_only_fit
    from ({{ judged_links('candidates') }}) as judged_links
),

people as (
    select mention_id, cluster_id from {{ ref('int_identity__people') }}
),

final as (
    select
        links.pass_number,
        links.left_mention_id,
        links.right_mention_id,
        links.match_rule,
        links.rule_sequence,
        links.is_only_fit,
        left_people.cluster_id as left_cluster,
        right_people.cluster_id as right_cluster,
        left_people.cluster_id = right_people.cluster_id as is_accepted
    from links
    inner join people as left_people on links.left_mention_id = left_people.mention_id
    inner join people as right_people on links.right_mention_id = right_people.mention_id
)

select * from final
