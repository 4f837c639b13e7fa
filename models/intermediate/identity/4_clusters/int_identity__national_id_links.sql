with mentions as (
    select mention_id, nominal_record_key from {{ ref('int_identity__mentions') }}
),

nominal_groups as (
    select node, label from {{ ref('int_identity__nominal_groups') }}
),

rules as (
    select * from {{ ref('int_identity__match_rules') }} where match_key in ('pnc_id', 'pnc_id_slip') and is_on
),

national_ids as (
    select match_key, value_id, mention_id
    from {{ ref('int_identity__match_key_values') }}
    where match_key in ('pnc_id', 'pnc_id_slip') and is_met
),

-- Who holds an id: its nominals, those merged with them and whoever is linked to one of them.
nominal_holders as (
    select mentions.mention_id, coalesce(nominal_groups.label, mentions.nominal_record_key) as nominal_group
    from mentions
    left join nominal_groups on mentions.nominal_record_key = nominal_groups.node
),

id_holders as (
    select distinct national_ids.match_key, national_ids.value_id, all_holders.mention_id
    from national_ids
    inner join nominal_holders on national_ids.mention_id = nominal_holders.mention_id
    inner join nominal_holders as all_holders on nominal_holders.nominal_group = all_holders.nominal_group
),

-- An id of two who cannot be one person ties nobody here; the next pass finds it again, and the veto lists what it refuses.
contradicted_ids as (
    select distinct left_holders.match_key, left_holders.value_id
    from {{ ref('int_identity__cannot_links') }} as cannot_links
    inner join id_holders as left_holders on cannot_links.left_mention_id = left_holders.mention_id
    inner join id_holders as right_holders
        on
            cannot_links.right_mention_id = right_holders.mention_id
            and left_holders.match_key = right_holders.match_key
            and left_holders.value_id = right_holders.value_id
),

signatures as (
    select
        national_ids.match_key,
        national_ids.value_id,
        national_ids.mention_id,
        mention_names.name_id,
        mention_names.dob_id,
        mention_names.is_weak_dob
    from national_ids
    inner join {{ ref('int_identity__mention_names') }} as mention_names on national_ids.mention_id = mention_names.mention_id
    left join contradicted_ids
        on national_ids.match_key = contradicted_ids.match_key and national_ids.value_id = contradicted_ids.value_id
    where contradicted_ids.value_id is null
),

pairs as (
    select
        left_side.match_key,
        left_side.mention_id as left_mention_id,
        right_side.mention_id as right_mention_id,
        case
            when left_side.name_id is null or right_side.name_id is null then 'partly_missing'
            else name_comparisons.name_agreement
        end as name_agreement,
        case
            when left_side.dob_id is null or right_side.dob_id is null then 'missing'
            when left_side.dob_id = right_side.dob_id and (left_side.is_weak_dob or right_side.is_weak_dob) then 'same_weak'
            when left_side.dob_id = right_side.dob_id then 'same'
            when left_side.is_weak_dob or right_side.is_weak_dob then 'missing'
            when date_comparisons.is_two_digits then 'two_digits'
            when date_comparisons.left_dob_id is not null then 'near'
            else 'conflict'
        end as dob_agreement
    from signatures as left_side
    inner join signatures as right_side
        on
            left_side.match_key = right_side.match_key
            and left_side.value_id = right_side.value_id
            and left_side.mention_id < right_side.mention_id
    left join {{ ref('int_identity__name_comparisons') }} as name_comparisons
        on
            left_side.match_key = name_comparisons.match_key
            and left_side.value_id = name_comparisons.value_id
            and left_side.name_id = name_comparisons.left_name_id
            and right_side.name_id = name_comparisons.right_name_id
    left join {{ ref('int_identity__date_comparisons') }} as date_comparisons
        on left_side.dob_id = date_comparisons.left_dob_id and right_side.dob_id = date_comparisons.right_dob_id
),

final as (
    select distinct
        pairs.left_mention_id,
        pairs.right_mention_id,
        rules.match_rule
    from pairs
    inner join rules
        on
            pairs.match_key = rules.match_key
            and pairs.name_agreement = rules.name_agreement
            and pairs.dob_agreement = rules.dob_agreement
)

select * from final
