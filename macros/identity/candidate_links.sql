{#
    Links that one pass finds between the people of the pass before: one row per match key value, pair of signatures and rule that ties
    them. Whether only one person fits is for `judged_links` to say, whether a person would disagree with themselves for the veto.

    A signature is what one person shows under a match key: a name and a date of birth (the mention's own, else the main one of the
    person whom stricter passes made). Equal signatures link as a star to their smallest mention; different ones as
    int_identity__name_comparisons and int_identity__date_comparisons say. Comparing signatures, not mentions, keeps a number
    that one person used 2,000 times at one signature.
#}
{% macro candidate_links(pass_number, clusters) -%}
with rules as (
    select * from {{ ref('int_identity__match_rules') }} where is_on and pass_number <= {{ pass_number }}
),

names as (
    select * from {{ ref('int_identity__names') }}
),

clusters as (
    select * from {{ ref(clusters) }}
),

signatures as (
    select distinct
        mention_names.mention_id,
        mention_names.name_id,
        coalesce(case when not mention_names.is_weak_dob then mention_names.dob_id end, clusters.main_dob_id, 0) as dob_id,
        case when mention_names.is_weak_dob and clusters.main_dob_id is null then mention_names.dob_id else 0 end as weak_dob_id,
        clusters.cluster_id,
        clusters.main_dob_id is not null as is_dated
    from {{ ref('int_identity__mention_names') }} as mention_names
    inner join clusters on mention_names.mention_id = clusters.mention_id
    where mention_names.name_id is not null
),

-- Dated people who carry a name, as far as the stricter passes could tell people apart.
carriers as (
    select name_id, count(distinct cluster_id) as people_count
    from signatures
    where is_dated
    group by name_id
),

{{ signature_pairs() }},

dated_pairs as (
    select
        signature_pairs.*,
        case
            when signature_pairs.left_dob_id = 0 or signature_pairs.right_dob_id = 0
                then case when signature_pairs.weak_dob_id <> 0 then 'same_weak' else 'missing' end
            when signature_pairs.left_dob_id = signature_pairs.right_dob_id then 'same'
            when date_comparisons.is_two_digits then 'two_digits'
            when date_comparisons.left_dob_id is not null then 'near'
            else 'conflict'
        end as dob_agreement
    from signature_pairs
    left join {{ ref('int_identity__date_comparisons') }} as date_comparisons
        on signature_pairs.left_dob_id = date_comparisons.left_dob_id and signature_pairs.right_dob_id = date_comparisons.right_dob_id
),

{{ shared_places() }},

tied_pairs as (
    select
        dated_pairs.left_mention_id,
        dated_pairs.right_mention_id,
        dated_pairs.left_cluster,
        dated_pairs.right_cluster,
        dated_pairs.left_record_count,
        dated_pairs.right_record_count,
        rules.match_rule,
        rules.rule_sequence,
        rules.only_if_one_fits,
        -- Two undated mentions of one name under one value are no choice between people.
        dated_pairs.left_dob_id <> 0 or dated_pairs.right_dob_id <> 0 or dated_pairs.name_agreement <> 'same' as is_choice,
        -- Who attaches to whom: the undated one to the dated one; between equals the rarer name.
        case
            when dated_pairs.left_dob_id <> 0 and dated_pairs.right_dob_id = 0 then dated_pairs.right_cluster
            when dated_pairs.right_dob_id <> 0 and dated_pairs.left_dob_id = 0 then dated_pairs.left_cluster
            when left_names.rarity < right_names.rarity then dated_pairs.left_cluster
            when right_names.rarity < left_names.rarity then dated_pairs.right_cluster
            else greatest(dated_pairs.left_cluster, dated_pairs.right_cluster)
        end as attaching_cluster
    from dated_pairs
    inner join rules
        on
            dated_pairs.match_key = rules.match_key
            and dated_pairs.name_agreement = rules.name_agreement
            and dated_pairs.dob_agreement = rules.dob_agreement
    inner join clusters as left_people on dated_pairs.left_mention_id = left_people.mention_id
    inner join clusters as right_people on dated_pairs.right_mention_id = right_people.mention_id
    inner join names as left_names on dated_pairs.left_name_id = left_names.name_id
    inner join names as right_names on dated_pairs.right_name_id = right_names.name_id
    left join carriers as left_carriers on dated_pairs.left_name_id = left_carriers.name_id
    left join carriers as right_carriers on dated_pairs.right_name_id = right_carriers.name_id
    left join shared_places
        on dated_pairs.left_cluster = shared_places.left_cluster and dated_pairs.right_cluster = shared_places.right_cluster
    where
        greatest(coalesce(left_carriers.people_count, 0), coalesce(right_carriers.people_count, 0)) <= rules.max_people_per_name
        and greatest(left_names.expected_carriers, right_names.expected_carriers)
        <= rules.max_carriers_per_record * greatest(left_people.mention_count, right_people.mention_count)
        and greatest(left_names.forename_share, right_names.forename_share) <= rules.max_forename_share
        and (shared_places.left_cluster is not null or not rules.needs_shared_place)
        -- Who has another phone or lives elsewhere is taken for somebody else where only a name speaks for them.
        and not (rules.needs_no_other_phone and left_people.has_phone and right_people.has_phone)
        and not (rules.needs_no_other_property and left_people.has_property and right_people.has_property)
        and not (rules.needs_no_other_place and left_people.has_place and right_people.has_place)
),

-- One pair can meet under several values; who was seen how often is the most that was seen under one.
final as (
    select
        left_mention_id,
        right_mention_id,
        left_cluster,
        right_cluster,
        attaching_cluster,
        match_rule,
        rule_sequence,
        only_if_one_fits,
        is_choice,
        {{ pass_number }} as pass_number,
        max(left_record_count) as left_record_count,
        max(right_record_count) as right_record_count
    from tied_pairs
    group by
        left_mention_id, right_mention_id, left_cluster, right_cluster, attaching_cluster,
        match_rule, rule_sequence, only_if_one_fits, is_choice
)

select * from final
{%- endmacro %}
