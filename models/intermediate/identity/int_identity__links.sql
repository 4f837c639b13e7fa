with links as (
    {% for rung in range(1, 8) -%}
        select
            {{ rung }} as rung,
            left_node_id,
            right_node_id,
            rule_code,
            rule_sequence,
            is_only_fit
        from {{ ref('int_identity__rung_' ~ rung ~ '_links') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

people as (
    select node_id, cluster_id from {{ ref('int_identity__people') }}
)

select
    links.rung,
    links.left_node_id,
    links.right_node_id,
    links.rule_code,
    links.rule_sequence,
    links.is_only_fit,
    left_people.cluster_id as left_cluster,
    right_people.cluster_id as right_cluster,
    left_people.cluster_id = right_people.cluster_id as is_accepted
from links
inner join people as left_people on links.left_node_id = left_people.node_id
inner join people as right_people on links.right_node_id = right_people.node_id
