with people as (
    select record_key, cluster_id from {{ ref('int_identity__people') }}
),

cannot_links as (
    select * from {{ ref('int_identity__corrections') }} where correction = 'cannot_link'
),

-- Who a record must not be put to: the person of the record that a correction keeps it from.
forbidden as (
    select cannot_links.left_record_key as record_key, people.cluster_id
    from cannot_links
    inner join people on cannot_links.right_record_key = people.record_key
    union
    select cannot_links.right_record_key as record_key, people.cluster_id
    from cannot_links
    inner join people on cannot_links.left_record_key = people.record_key
),

inferred_links as (
    select record_key, cluster_id, match_rule from {{ ref('int_identity__nameless_links') }}
    union all
    select record_key, cluster_id, match_rule from {{ ref('int_identity__typed_caller_links') }}
    union all
    select phone_only.record_key, phone_only.cluster_id, phone_only.match_rule
    from {{ ref('int_identity__phone_only_links') }} as phone_only
    left join {{ ref('int_identity__typed_caller_links') }} as typed_callers on phone_only.record_key = typed_callers.record_key
    -- Whoever was typed as the caller at the time is known better than by the number.
    where typed_callers.record_key is null
),

rules as (
    select match_rule, rule_sequence from {{ ref('int_identity__match_rules') }}
),

-- Where two inferences name two people, neither is believed.
final as (
    select ranked.record_key, ranked.cluster_id, ranked.match_rule
    from (
        select
            inferred_links.*,
            row_number() over (partition by inferred_links.record_key order by rules.rule_sequence) as place,
            min(inferred_links.cluster_id) over (partition by inferred_links.record_key) as first_cluster_id,
            max(inferred_links.cluster_id) over (partition by inferred_links.record_key) as last_cluster_id
        from inferred_links
        inner join rules on inferred_links.match_rule = rules.match_rule
    ) as ranked
    left join forbidden on ranked.record_key = forbidden.record_key and ranked.cluster_id = forbidden.cluster_id
    where ranked.place = 1 and ranked.first_cluster_id = ranked.last_cluster_id and forbidden.record_key is null
)

select * from final
