{#
    What the next pass needs to know of each mention's cluster: its main date of birth (the one most of its names carry; ties: the
    smaller id), how many mentions it has, whether it has a phone, a property and a place that link.

    members  relation mention_id, cluster_id
#}
{% macro cluster_facts(members) -%}
with dated_names as (
    select distinct mention_id, name_id, dob_id
    from {{ ref('int_identity__mention_names') }}
    where name_id is not null and dob_id is not null and not is_weak_dob
),

dob_votes as (
    select members.cluster_id, dated_names.dob_id, count(*) as vote_count
    from dated_names
    inner join {{ members }} as members on dated_names.mention_id = members.mention_id
    group by members.cluster_id, dated_names.dob_id
),

ranked_dobs as (
    select
        cluster_id,
        dob_id,
        row_number() over (partition by cluster_id order by vote_count desc, dob_id asc) as vote_rank
    from dob_votes
),

sizes as (
    select cluster_id, count(*) as mention_count
    from {{ members }}
    group by cluster_id
),

values_held as (
    select
        members.cluster_id,
        max(case when match_key_values.match_key = 'phone' then 1 else 0 end) as phone_flag,
        max(case when match_key_values.match_key = 'property' then 1 else 0 end) as property_flag,
        max(case when match_key_values.match_key in ('property', 'postcode') then 1 else 0 end) as place_flag
    from {{ members }} as members
    inner join {{ ref('int_identity__match_key_values') }} as match_key_values on members.mention_id = match_key_values.mention_id
    group by members.cluster_id
)

select
    members.mention_id,
    members.cluster_id,
    main_dobs.dob_id as main_dob_id,
    cast(sizes.mention_count as {{ dbt.type_int() }}) as mention_count,
    coalesce(values_held.phone_flag, 0) = 1 as has_phone,
    coalesce(values_held.property_flag, 0) = 1 as has_property,
    coalesce(values_held.place_flag, 0) = 1 as has_place
from {{ members }} as members
inner join sizes on members.cluster_id = sizes.cluster_id
left join ranked_dobs as main_dobs on members.cluster_id = main_dobs.cluster_id and main_dobs.vote_rank = 1
left join values_held on members.cluster_id = values_held.cluster_id
{%- endmacro %}

{# The relations that closing a pass reads beside its links; a model of `identity_clusters` names them by this one line. #}
{% macro depends_on_cluster_inputs(has_veto=true) -%}
-- depends_on: {{ ref('int_identity__mentions') }}
-- depends_on: {{ ref('int_identity__mention_names') }}
-- depends_on: {{ ref('int_identity__match_key_values') }}
{% if has_veto -%}
-- depends_on: {{ ref('int_identity__trusted_clusters') }}
-- depends_on: {{ ref('int_identity__trusted_traits') }}
-- depends_on: {{ ref('int_identity__date_comparisons') }}
-- depends_on: {{ ref('int_identity__token_comparisons') }}
-- depends_on: {{ ref('int_identity__cannot_links') }}
{%- endif %}
{%- endmacro %}
