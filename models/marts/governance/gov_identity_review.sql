with refused_links as (
    select * from {{ ref('int_identity__links') }} where not is_accepted
),

person_keys as (
    select * from {{ ref('int_identity__person_keys') }}
),

rules as (
    select match_rule, min(sentence) as sentence from {{ ref('int_identity__match_rules') }} group by match_rule
),

people as (
    select mention_id, cluster_id from {{ ref('int_identity__people') }}
),

-- Two people are kept apart by what a person decided, or by roles on one event that nobody has at once.
kept_apart as (
    select
        least(left_people.cluster_id, right_people.cluster_id) as left_cluster,
        greatest(left_people.cluster_id, right_people.cluster_id) as right_cluster,
        max(cannot_links.correction_id) is not null as is_by_correction
    from {{ ref('int_identity__cannot_links') }} as cannot_links
    inner join people as left_people on cannot_links.left_mention_id = left_people.mention_id
    inner join people as right_people on cannot_links.right_mention_id = right_people.mention_id
    group by least(left_people.cluster_id, right_people.cluster_id), greatest(left_people.cluster_id, right_people.cluster_id)
),

refused as (
    select
        left_keys.person_key as left_person_key,
        right_keys.person_key as right_person_key,
        refused_links.match_rule,
        case
            when refused_links.pass_number = 1 then 'typed_name_contradicts_the_nominal'
            when not refused_links.is_only_fit then 'more_than_one_person_fits'
            when kept_apart.is_by_correction then 'a_correction_keeps_them_apart'
            when kept_apart.left_cluster is not null then 'roles_exclude_each_other'
            else 'would_join_people_who_disagree'
        end as reason
    from refused_links
    inner join person_keys as left_keys on refused_links.left_cluster = left_keys.cluster_id
    inner join person_keys as right_keys on refused_links.right_cluster = right_keys.cluster_id
    left join kept_apart
        on
            least(refused_links.left_cluster, refused_links.right_cluster) = kept_apart.left_cluster
            and greatest(refused_links.left_cluster, refused_links.right_cluster) = kept_apart.right_cluster
),

-- One row a pair of people, whichever of the two the link met first.
paired as (
    select
        least(left_person_key, right_person_key) as left_person_key,
        greatest(left_person_key, right_person_key) as right_person_key,
        match_rule,
        reason,
        count(*) as link_count
    from refused
    group by least(left_person_key, right_person_key), greatest(left_person_key, right_person_key), match_rule, reason
),

final as (
    select
        cast(paired.left_person_key as {{ dbt.type_string() }}) as left_person_key,
        cast(paired.right_person_key as {{ dbt.type_string() }}) as right_person_key,
        cast(paired.match_rule as {{ dbt.type_string() }}) as match_rule,
        cast(paired.reason as {{ dbt.type_string() }}) as reason,
        cast(rules.sentence as {{ dbt.type_string() }}) as rule_sentence,
        cast(paired.link_count as {{ dbt.type_bigint() }}) as link_count
    from paired
    inner join rules on paired.match_rule = rules.match_rule
)

select * from final
