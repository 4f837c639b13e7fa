with people as (
    select mention_id, cluster_id from {{ ref('int_identity__people') }} where is_person
),

person_keys as (
    select * from {{ ref('int_identity__person_keys') }}
),

mention_names as (
    select * from {{ ref('int_identity__mention_names') }} where name_id is not null
),

-- Parts that firm evidence makes.
firm_clusters as (
    select mention_id, cluster_id as firm_cluster_id from {{ ref('int_identity__pass_2_clusters') }}
),

links as (
    select * from {{ ref('int_identity__links') }} where is_accepted
),

sizes as (
    select
        people.cluster_id,
        count(distinct people.mention_id) as record_count,
        count(distinct mention_names.name_id) as name_count,
        count(distinct mention_names.dob_id) as dob_count
    from people
    left join mention_names on people.mention_id = mention_names.mention_id
    group by people.cluster_id
),

link_counts as (
    select left_cluster as cluster_id, count(*) as link_count, max(pass_number) as loosest_pass
    from links
    group by left_cluster
),

firm_parts as (
    select
        people.cluster_id,
        firm_clusters.firm_cluster_id,
        count(*) as record_count
    from people
    inner join firm_clusters on people.mention_id = firm_clusters.mention_id
    group by people.cluster_id, firm_clusters.firm_cluster_id
),

-- A firm part of several records that one link alone ties to the rest of its person.
link_parts as (
    select
        left_firm.firm_cluster_id as left_part,
        right_firm.firm_cluster_id as right_part
    from links
    inner join firm_clusters as left_firm on links.left_mention_id = left_firm.mention_id
    inner join firm_clusters as right_firm on links.right_mention_id = right_firm.mention_id
    where links.pass_number > 2 and left_firm.firm_cluster_id <> right_firm.firm_cluster_id
),

outward_links as (
    select left_part as firm_cluster_id from link_parts
    union all
    select right_part as firm_cluster_id from link_parts
),

outward_counts as (
    select firm_cluster_id, count(*) as outward_count
    from outward_links
    group by firm_cluster_id
),

bridges as (
    select firm_parts.cluster_id, count(*) as bridge_count
    from firm_parts
    inner join outward_counts on firm_parts.firm_cluster_id = outward_counts.firm_cluster_id
    where firm_parts.record_count > 1 and outward_counts.outward_count = 1
    group by firm_parts.cluster_id
),

final as (
    select
        cast(person_keys.person_key as {{ dbt.type_string() }}) as person_key,
        cast(sizes.record_count as {{ dbt.type_bigint() }}) as record_count,
        cast(coalesce(link_counts.link_count, 0) as {{ dbt.type_bigint() }}) as link_count,
        cast(sizes.name_count as {{ dbt.type_bigint() }}) as name_count,
        cast(sizes.dob_count as {{ dbt.type_bigint() }}) as dob_count,
        cast(coalesce(link_counts.loosest_pass, 1) as {{ dbt.type_int() }}) as loosest_pass,
        cast(coalesce(bridges.bridge_count, 0) as {{ dbt.type_bigint() }}) as bridge_count,
        coalesce(bridges.bridge_count, 0) > 0 as is_bridged,
        cast(
            row_number() over (order by sizes.record_count desc, person_keys.person_key asc) as {{ dbt.type_bigint() }}
        ) as size_rank
    from sizes
    inner join person_keys on sizes.cluster_id = person_keys.cluster_id
    left join link_counts on sizes.cluster_id = link_counts.cluster_id
    left join bridges on sizes.cluster_id = bridges.cluster_id
    where sizes.record_count > 1
)

select * from final
