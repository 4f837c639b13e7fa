{#
    What the next pass needs to know of each mention's cluster: its main date of birth (the one most of its names carry; ties: the
    smaller id), how many mentions it has, whether it has a phone, a property and a place that link.

    members  relation mention_id, cluster_id
#}
{% macro cluster_facts(members) -%}
with {{ main_dobs(members) }},

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
left join main_dobs on members.cluster_id = main_dobs.cluster_id
left join values_held on members.cluster_id = values_held.cluster_id
{%- endmacro %}

{#
    The same after a later pass. Few clusters change in one: the others keep what was known of them, and what a merged one has is what
    its parts had.

    members  relation mention_id, cluster_id, is_merged, and the facts of the cluster before
#}
{% macro facts_after_merging(members) -%}
with merged as (
    select * from {{ members }} where is_merged
),

{{ main_dobs('merged') }},

held as (
    select
        cluster_id,
        count(*) as mention_count,
        max(case when has_phone then 1 else 0 end) as phone_flag,
        max(case when has_property then 1 else 0 end) as property_flag,
        max(case when has_place then 1 else 0 end) as place_flag
    from merged
    group by cluster_id
)

select mention_id, cluster_id, main_dob_id, mention_count, has_phone, has_property, has_place
from {{ members }}
where not is_merged
union all
select
    merged.mention_id,
    merged.cluster_id,
    main_dobs.dob_id as main_dob_id,
    cast(held.mention_count as {{ dbt.type_int() }}) as mention_count,
    held.phone_flag = 1 as has_phone,
    held.property_flag = 1 as has_property,
    held.place_flag = 1 as has_place
from merged
inner join held on merged.cluster_id = held.cluster_id
left join main_dobs on merged.cluster_id = main_dobs.cluster_id
{%- endmacro %}

{# CTEs up to `main_dobs` (cluster_id, dob_id): one row per cluster with a date of birth. #}
{% macro main_dobs(members) -%}
dated_names as (
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

main_dobs as (
    select cluster_id, dob_id from ranked_dobs where vote_rank = 1
)
{%- endmacro %}

{# The relations that closing a pass reads beside its links; a model of `identity_clusters` names them by this one line. #}
{% macro depends_on_cluster_inputs(has_veto=true) -%}
-- depends_on: {{ ref('int_identity__mention_names') }}
{% if not has_veto -%}
-- depends_on: {{ ref('int_identity__mentions') }}
-- depends_on: {{ ref('int_identity__match_key_values') }}
{% else -%}
-- depends_on: {{ ref('int_identity__trusted_clusters') }}
-- depends_on: {{ ref('int_identity__trusted_traits') }}
-- depends_on: {{ ref('int_identity__date_comparisons') }}
-- depends_on: {{ ref('int_identity__token_comparisons') }}
-- depends_on: {{ ref('int_identity__cannot_links') }}
{%- endif %}
{%- endmacro %}
