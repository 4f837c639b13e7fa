{#
    CTEs of a pass, from `signatures`, `names` and `rules` to `signature_pairs`: one row per match key value and pair of signatures of two
    clusters that meet there, with how their names agree. Values that one cluster alone shows are left out before anything is compared.
#}
{% macro signature_pairs() -%}
{%- set signature = ['match_key', 'value_id', 'second_value_id', 'name_id', 'dob_id', 'weak_dob_id'] -%}
{%- set shown_signature = 'shown.' ~ signature | join(', shown.') -%}
-- Keys that the name and the date of birth make by themselves.
derived_keys as (
    select distinct match_key from rules where match_key in ('name', 'dob_and_forename', 'dob_and_surname')
),

shown as (
    select
        match_key_values.match_key,
        match_key_values.value_id,
        0 as second_value_id,
        match_key_values.value_id as compared_value_id,
        signatures.*
    from signatures
    inner join {{ ref('int_identity__match_key_values') }} as match_key_values on signatures.mention_id = match_key_values.mention_id
    where match_key_values.is_met and match_key_values.match_key in (select match_key from rules)
    union all
    select
        derived_keys.match_key,
        case derived_keys.match_key when 'name' then signatures.name_id else signatures.dob_id end as value_id,
        case derived_keys.match_key
            when 'dob_and_forename' then names.forename_token_id
            when 'dob_and_surname' then names.surname_token_id
            else 0
        end as second_value_id,
        0 as compared_value_id,
        signatures.*
    from signatures
    inner join names on signatures.name_id = names.name_id
    inner join derived_keys on derived_keys.match_key = 'name' or signatures.dob_id <> 0
    -- A single name has no other part to be met by; an honorific alone is no evidence.
    where not names.is_honorific_only and (names.is_full_name or derived_keys.match_key = 'name')
),

contested as (
    select match_key, value_id, second_value_id
    from shown
    group by match_key, value_id, second_value_id
    having min(cluster_id) <> max(cluster_id)
),

-- Most signatures are one person's under their value; only of the others it is asked who shows them.
value_signatures as {{ computed_once() }} (
    select
        {{ shown_signature }},
        shown.compared_value_id,
        min(shown.cluster_id) as cluster_id,
        max(shown.cluster_id) as last_cluster_id,
        min(shown.mention_id) as mention_id,
        count(*) as record_count
    from shown
    inner join contested
        on
            shown.match_key = contested.match_key
            and shown.value_id = contested.value_id
            and shown.second_value_id = contested.second_value_id
    group by {{ shown_signature }}, shown.compared_value_id
),

cluster_signatures as (
    select
        {{ shown_signature }},
        shown.compared_value_id,
        shown.cluster_id,
        min(shown.mention_id) as mention_id,
        count(*) as record_count
    from shown
    inner join value_signatures
        on
            {% for column in signature -%}
            {{ 'and ' if not loop.first }}shown.{{ column }} = value_signatures.{{ column }}
            {% endfor -%}
    where value_signatures.cluster_id <> value_signatures.last_cluster_id
    group by {{ shown_signature }}, shown.compared_value_id, shown.cluster_id
),

hubs as {{ computed_once() }} (
    select
        *,
        first_value(mention_id) over signature as hub_mention_id,
        first_value(cluster_id) over signature as hub_cluster_id,
        first_value(record_count) over signature as hub_record_count
    from cluster_signatures
    window signature as (partition by {{ signature | join(', ') }} order by mention_id)
),

signature_hubs as (
    select {{ signature | join(', ') }}, compared_value_id, cluster_id, mention_id, record_count
    from value_signatures
    where cluster_id = last_cluster_id
    union all
    select {{ signature | join(', ') }}, compared_value_id, cluster_id, mention_id, record_count
    from hubs
    where mention_id = hub_mention_id
),

-- Under the match key of a name alone, only names that few people share are compared.
single_signatures as (
    select signature_hubs.*
    from signature_hubs
    left join carriers on signature_hubs.name_id = carriers.name_id
    where
        signature_hubs.match_key <> 'name'
        or coalesce(carriers.people_count, 0)
        <= (select coalesce(max(max_people_per_name), 0) from rules where match_key = 'name' and dob_agreement <> 'same')
),

signature_pairs as (
    select
        hubs.match_key,
        hubs.hub_mention_id as left_mention_id,
        hubs.mention_id as right_mention_id,
        hubs.hub_cluster_id as left_cluster,
        hubs.cluster_id as right_cluster,
        hubs.hub_record_count as left_record_count,
        hubs.record_count as right_record_count,
        hubs.name_id as left_name_id,
        hubs.name_id as right_name_id,
        hubs.dob_id as left_dob_id,
        hubs.dob_id as right_dob_id,
        hubs.weak_dob_id,
        case when names.is_full_name then 'same' else 'same_part' end as name_agreement
    from hubs
    inner join names on hubs.name_id = names.name_id
    where hubs.hub_cluster_id <> hubs.cluster_id
    union all
    select
        left_side.match_key,
        left_side.mention_id as left_mention_id,
        right_side.mention_id as right_mention_id,
        left_side.cluster_id as left_cluster,
        right_side.cluster_id as right_cluster,
        left_side.record_count as left_record_count,
        right_side.record_count as right_record_count,
        left_side.name_id as left_name_id,
        right_side.name_id as right_name_id,
        left_side.dob_id as left_dob_id,
        right_side.dob_id as right_dob_id,
        0 as weak_dob_id,
        name_comparisons.name_agreement
    from single_signatures as left_side
    inner join {{ ref('int_identity__name_comparisons') }} as name_comparisons
        on
            left_side.match_key = name_comparisons.match_key
            and left_side.compared_value_id = name_comparisons.value_id
            and left_side.name_id = name_comparisons.left_name_id
    inner join single_signatures as right_side
        on
            left_side.match_key = right_side.match_key
            and left_side.value_id = right_side.value_id
            and left_side.second_value_id = right_side.second_value_id
            and name_comparisons.right_name_id = right_side.name_id
            and left_side.mention_id < right_side.mention_id
            and left_side.cluster_id <> right_side.cluster_id
)
{%- endmacro %}
