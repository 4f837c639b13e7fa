{#
    Links that one rung may make between the people of the rung before: one row per pair of clusters and its strictest rule.

    A face is what one person shows inside a block: a name and a date of birth (the record's own, else the main one of the
    person whom stricter rules made). Equal faces link as a star to their smallest record; different faces inside one block
    value are compared as names (how alike) and dates of birth (how alike), and match_rules says which agreement links.
    Comparing faces, not records, keeps a number that one person used 2,000 times at one face.
#}
{% macro rung_links(rung) %}
{%- set previous = 'int_identity__rung_' ~ (rung - 1) ~ '_clusters' -%}
with rules as (
    select match_rules.*
    from {{ ref('match_rules') }} as match_rules
    cross join {{ ref('int_identity__number_use') }} as number_use
    where
        match_rules.is_on
        and match_rules.rung <= {{ rung }}
        and match_rules.block <> 'trusted'
        and (number_use.is_personal or not match_rules.needs_personal_number)
),

clusters as (
    select node_id, cluster_id from {{ ref(previous) }}
),

all_names as (
    select * from {{ ref('int_identity__names') }}
),

record_faces as (
    select * from {{ ref('int_identity__record_faces') }}
),

block_values as (
    select * from {{ ref('int_identity__block_values') }}
),

dob_votes as (
    select clusters.cluster_id, record_faces.dob_id, count(*) as vote_count
    from record_faces
    inner join clusters on record_faces.node_id = clusters.node_id
    where record_faces.dob_id is not null and not record_faces.is_weak_dob
    group by clusters.cluster_id, record_faces.dob_id
),

main_dobs as (
    select cluster_id, dob_id
    from (
        select
            cluster_id,
            dob_id,
            row_number() over (partition by cluster_id order by vote_count desc, dob_id asc) as vote_rank
        from dob_votes
    ) as ranked
    where vote_rank = 1
),

faces as (
    select
        record_faces.node_id,
        clusters.cluster_id,
        record_faces.name_id,
        case when record_faces.is_weak_dob or record_faces.dob_id is null then main_dobs.dob_id else record_faces.dob_id end as dob_id,
        case when main_dobs.dob_id is null and record_faces.is_weak_dob then record_faces.dob_id end as weak_dob_id,
        main_dobs.dob_id is not null as is_dated
    from record_faces
    inner join clusters on record_faces.node_id = clusters.node_id
    left join main_dobs on clusters.cluster_id = main_dobs.cluster_id
),

-- Dated people who carry a name, as far as the stricter rungs could tell people apart.
names as (
    select
        all_names.name_id,
        all_names.forename_element_id,
        all_names.surname_element_id,
        case when not all_names.is_full_name then coalesce(all_names.forename_element_id, all_names.surname_element_id) end as lone_element_id,
        all_names.is_full_name,
        all_names.is_honorific_only,
        all_names.is_honorific_forename,
        all_names.is_honorific_surname,
        all_names.forename_share,
        all_names.expected_carriers,
        all_names.rarity,
        coalesce(carriers.people_count, 0) as people_count
    from all_names
    left join (
        select name_id, count(distinct cluster_id) as people_count from faces where is_dated group by name_id
    ) as carriers on all_names.name_id = carriers.name_id
),

blocked as (
    select block_values.block, block_values.value_id, 0 as second_value_id, faces.*
    from faces
    inner join block_values on faces.node_id = block_values.node_id
    where block_values.block in (select block from rules)
    union all
    select 'name' as block, faces.name_id as value_id, 0 as second_value_id, faces.*
    from faces
    inner join names on faces.name_id = names.name_id
    where names.is_full_name and not names.is_honorific_only
    union all
    select 'dob_and_forename' as block, faces.dob_id as value_id, names.forename_element_id as second_value_id, faces.*
    from faces
    inner join names on faces.name_id = names.name_id
    where faces.dob_id is not null and names.is_full_name and not names.is_honorific_only and 'dob_and_forename' in (select block from rules)
    union all
    select 'dob_and_surname' as block, faces.dob_id as value_id, names.surname_element_id as second_value_id, faces.*
    from faces
    inner join names on faces.name_id = names.name_id
    where faces.dob_id is not null and names.is_full_name and not names.is_honorific_only and 'dob_and_surname' in (select block from rules)
),

face_clusters as (
    select
        block,
        value_id,
        second_value_id,
        name_id,
        coalesce(dob_id, 0) as dob_id,
        coalesce(weak_dob_id, 0) as weak_dob_id,
        cluster_id,
        min(node_id) as node_id,
        count(distinct node_id) as record_count
    from blocked
    group by block, value_id, second_value_id, name_id, coalesce(dob_id, 0), coalesce(weak_dob_id, 0), cluster_id
),

hubs as (
    select
        *,
        first_value(node_id) over (
            partition by block, value_id, second_value_id, name_id, dob_id, weak_dob_id order by node_id
        ) as hub_node_id,
        first_value(cluster_id) over (
            partition by block, value_id, second_value_id, name_id, dob_id, weak_dob_id order by node_id
        ) as hub_cluster_id,
        first_value(record_count) over (
            partition by block, value_id, second_value_id, name_id, dob_id, weak_dob_id order by node_id
        ) as hub_record_count
    from face_clusters
),

equal_faces as (
    select
        hubs.block,
        case when names.is_full_name then 'same' else 'same_part' end as name_agreement,
        case when hubs.dob_id <> 0 then 'same' when hubs.weak_dob_id <> 0 then 'same_weak' else 'missing' end as dob_agreement,
        names.people_count as name_people_count,
        names.expected_carriers,
        names.forename_share,
        false as is_left_honorific,
        false as is_right_honorific,
        hubs.hub_node_id as left_node_id,
        hubs.node_id as right_node_id,
        hubs.hub_cluster_id as left_cluster,
        hubs.cluster_id as right_cluster,
        hubs.hub_record_count as left_record_count,
        hubs.record_count as right_record_count,
        hubs.dob_id <> 0 as is_left_dated,
        hubs.dob_id <> 0 as is_right_dated,
        0 as left_rarity,
        0 as right_rarity
    from hubs
    inner join names on hubs.name_id = names.name_id
    where hubs.hub_cluster_id <> hubs.cluster_id
),

single_faces as (
    select * from hubs where node_id = hub_node_id
),

-- The block of a name alone compares only names that few people share.
comparable_faces as (
    select single_faces.*
    from single_faces
    inner join names on single_faces.name_id = names.name_id
    where
        single_faces.block <> 'name'
        or names.people_count <= (select coalesce(max(max_people_per_name), 0) from rules where block = 'name' and dob_agreement <> 'same')
),

face_pairs as (
    select
        left_face.block,
        left_face.node_id as left_node_id,
        right_face.node_id as right_node_id,
        left_face.cluster_id as left_cluster,
        right_face.cluster_id as right_cluster,
        left_face.record_count as left_record_count,
        right_face.record_count as right_record_count,
        left_face.name_id as left_name_id,
        right_face.name_id as right_name_id,
        left_face.dob_id as left_dob_id,
        right_face.dob_id as right_dob_id
    from comparable_faces as left_face
    inner join comparable_faces as right_face
        on
            left_face.block = right_face.block
            and left_face.value_id = right_face.value_id
            and left_face.second_value_id = right_face.second_value_id
            and left_face.node_id < right_face.node_id
            and left_face.cluster_id <> right_face.cluster_id
),

compared_faces as (
    select
        face_pairs.block,
        {{ name_agreement('face_pairs', 'left_names', 'right_names', 'forename_nearness', 'surname_nearness') }} as name_agreement,
        case
            when face_pairs.left_dob_id = 0 or face_pairs.right_dob_id = 0 then 'missing'
            when face_pairs.left_dob_id = face_pairs.right_dob_id then 'same'
            when near_dobs.is_two_digits then 'two_digits'
            when near_dobs.left_dob_id is not null then 'near'
            else 'conflict'
        end as dob_agreement,
        greatest(left_names.people_count, right_names.people_count) as name_people_count,
        greatest(left_names.expected_carriers, right_names.expected_carriers) as expected_carriers,
        greatest(left_names.forename_share, right_names.forename_share) as forename_share,
        -- In the part in which they differ.
        left_names.is_honorific_forename and not right_names.is_honorific_forename
        or left_names.is_honorific_surname and not right_names.is_honorific_surname as is_left_honorific,
        right_names.is_honorific_forename and not left_names.is_honorific_forename
        or right_names.is_honorific_surname and not left_names.is_honorific_surname as is_right_honorific,
        face_pairs.left_node_id,
        face_pairs.right_node_id,
        face_pairs.left_cluster,
        face_pairs.right_cluster,
        face_pairs.left_record_count,
        face_pairs.right_record_count,
        face_pairs.left_dob_id <> 0 as is_left_dated,
        face_pairs.right_dob_id <> 0 as is_right_dated,
        left_names.rarity as left_rarity,
        right_names.rarity as right_rarity
    from face_pairs
    inner join names as left_names on face_pairs.left_name_id = left_names.name_id
    inner join names as right_names on face_pairs.right_name_id = right_names.name_id
    left join {{ ref('int_identity__near_elements') }} as forename_nearness
        on
            left_names.forename_element_id = forename_nearness.left_element_id
            and right_names.forename_element_id = forename_nearness.right_element_id
    left join {{ ref('int_identity__near_elements') }} as surname_nearness
        on
            left_names.surname_element_id = surname_nearness.left_element_id
            and right_names.surname_element_id = surname_nearness.right_element_id
    left join {{ ref('int_identity__near_dobs') }} as near_dobs
        on face_pairs.left_dob_id = near_dobs.left_dob_id and face_pairs.right_dob_id = near_dobs.right_dob_id
),

agreements as (
    select * from equal_faces
    union all
    select * from compared_faces
),

-- People who meet in the block of a phone and share a place as well, either way round.
shared_places as (
    select distinct
        agreements.left_cluster,
        agreements.right_cluster
    from agreements
    inner join clusters as left_clusters on agreements.left_cluster = left_clusters.cluster_id
    inner join block_values as left_values on left_clusters.node_id = left_values.node_id
    inner join block_values as right_values
        on left_values.block = right_values.block and left_values.value_id = right_values.value_id
    inner join clusters as right_clusters
        on right_values.node_id = right_clusters.node_id and agreements.right_cluster = right_clusters.cluster_id
    where
        left_values.block in ('property', 'postcode')
        and exists (
            select 1
            from rules
            where
                rules.needs_shared_place
                and rules.block = agreements.block
                and rules.name_agreement = agreements.name_agreement
                and rules.dob_agreement = agreements.dob_agreement
        )
),

cluster_items as (
    select
        clusters.cluster_id,
        count(distinct clusters.node_id) as record_count,
        max(case when block_values.block = 'phone' then 1 else 0 end) as phone_flag,
        max(case when block_values.block in ('property', 'postcode') then 1 else 0 end) as place_flag
    from clusters
    left join block_values on clusters.node_id = block_values.node_id
    group by clusters.cluster_id
),

ruled as (
    select
        agreements.*,
        rules.rule_code,
        rules.rule_sequence,
        rules.only_if_one_fits,
        -- Who attaches to whom: the undated one to the dated one, an honorific to the name in use; between equals the rarer name.
        case
            when agreements.is_left_dated and not agreements.is_right_dated then agreements.right_cluster
            when agreements.is_right_dated and not agreements.is_left_dated then agreements.left_cluster
            when agreements.is_left_honorific and not agreements.is_right_honorific then agreements.left_cluster
            when agreements.is_right_honorific and not agreements.is_left_honorific then agreements.right_cluster
            when agreements.left_rarity < agreements.right_rarity then agreements.left_cluster
            when agreements.right_rarity < agreements.left_rarity then agreements.right_cluster
            else greatest(agreements.left_cluster, agreements.right_cluster)
        end as attaching_cluster
    from agreements
    inner join rules
        on
            agreements.block = rules.block
            and agreements.name_agreement = rules.name_agreement
            and agreements.dob_agreement = rules.dob_agreement
    left join shared_places
        on agreements.left_cluster = shared_places.left_cluster and agreements.right_cluster = shared_places.right_cluster
    left join cluster_items as left_items on agreements.left_cluster = left_items.cluster_id
    left join cluster_items as right_items on agreements.right_cluster = right_items.cluster_id
    where
        agreements.name_people_count <= rules.max_people_per_name
        and agreements.expected_carriers
        <= rules.max_carriers_per_record * greatest(coalesce(left_items.record_count, 1), coalesce(right_items.record_count, 1))
        and agreements.forename_share <= rules.max_forename_share
        and (agreements.is_left_honorific <> agreements.is_right_honorific or not rules.needs_honorific)
        and (not rules.needs_shared_place or shared_places.left_cluster is not null)
        -- Who has another phone or lives elsewhere is taken for somebody else where only a name speaks for them.
        and not (rules.needs_no_other_phone and left_items.phone_flag = 1 and right_items.phone_flag = 1)
        and not (rules.needs_no_other_place and left_items.place_flag = 1 and right_items.place_flag = 1)
),

-- How many people an attaching cluster fits. Two undated records of one name and value are no choice between people, and who was
-- seen there once is no choice beside who was seen there again and again: a mistyped date of birth makes a second person of one record.
fits as (
    select
        attaching_cluster,
        case when attaching_cluster = left_cluster then right_cluster else left_cluster end as fitting_cluster,
        rule_sequence,
        max(case when attaching_cluster = left_cluster then right_record_count else left_record_count end) as record_count
    from ruled
    where only_if_one_fits and (is_left_dated or is_right_dated or name_agreement <> 'same')
    group by attaching_cluster, case when attaching_cluster = left_cluster then right_cluster else left_cluster end, rule_sequence
),

weighed_fits as (
    select
        fits.*,
        max(record_count) over (partition by attaching_cluster, rule_sequence) as largest_record_count
    from fits
),

fit_counts as (
    select
        attaching_cluster,
        rule_sequence,
        count(*) as fit_count,
        min(fitting_cluster) as only_fitting_cluster,
        row_number() over (partition by attaching_cluster order by rule_sequence) as strictness
    from weighed_fits
    where record_count * {{ var('by_far_ratio') }} > largest_record_count
    group by attaching_cluster, rule_sequence
),

strictest_fits as (
    select * from fit_counts where strictness = 1
),

judged as (
    select
        ruled.*,
        case
            when not ruled.only_if_one_fits then true
            when ruled.is_left_dated or ruled.is_right_dated or ruled.name_agreement <> 'same'
                then
                    attaching.rule_sequence = ruled.rule_sequence
                    and attaching.fit_count = 1
                    and attaching.only_fitting_cluster in (ruled.left_cluster, ruled.right_cluster)
            else coalesce(left_fits.fit_count, 1) = 1 and coalesce(right_fits.fit_count, 1) = 1
        end as is_only_fit
    from ruled
    left join strictest_fits as attaching on ruled.attaching_cluster = attaching.attaching_cluster
    left join strictest_fits as left_fits on ruled.left_cluster = left_fits.attaching_cluster
    left join strictest_fits as right_fits on ruled.right_cluster = right_fits.attaching_cluster
),

strictest as (
    select
        *,
        row_number() over (
            partition by least(left_cluster, right_cluster), greatest(left_cluster, right_cluster), is_only_fit
            order by rule_sequence, left_node_id, right_node_id
        ) as rule_rank
    from judged
)

select
    left_node_id,
    right_node_id,
    left_cluster,
    right_cluster,
    rule_code,
    rule_sequence,
    is_only_fit
from strictest
where rule_rank = 1
{% endmacro %}
