with refused_links as (
    select * from {{ ref('int_identity__links') }} where not is_accepted
),

person_keys as (
    select * from {{ ref('int_identity__person_keys') }}
),

rules as (
    select match_rule, min(sentence) as sentence from {{ ref('int_identity__match_rules') }} group by match_rule
),

refused as (
    select
        left_keys.person_key as left_person_key,
        right_keys.person_key as right_person_key,
        refused_links.match_rule,
        case
            when refused_links.pass_number = 1 then 'typed_name_contradicts_the_nominal'
            when not refused_links.is_only_fit then 'more_than_one_person_fits'
            else 'would_join_people_who_disagree'
        end as reason
    from refused_links
    inner join person_keys as left_keys on refused_links.left_cluster = left_keys.cluster_id
    inner join person_keys as right_keys on refused_links.right_cluster = right_keys.cluster_id
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
