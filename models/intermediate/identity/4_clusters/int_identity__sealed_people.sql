with people as (
    select mention_id, cluster_id, has_sealed_record from {{ ref('int_identity__people') }}
),

clusters as (
    select distinct cluster_id, main_dob_id, has_phone or has_place as is_known_otherwise
    from {{ ref('int_identity__pass_4_clusters') }}
),

-- Two of whom an expert says that they are not one person.
corrected_people as (
    select distinct left_people.cluster_id as left_cluster, right_people.cluster_id as right_cluster
    from {{ ref('int_identity__cannot_links') }} as cannot_links
    inner join people as left_people on cannot_links.left_mention_id = left_people.mention_id
    inner join people as right_people on cannot_links.right_mention_id = right_people.mention_id
    where cannot_links.correction_id is not null
),

kept_apart as (
    select left_cluster as cluster_id, right_cluster as other_cluster_id from corrected_people
    union
    select right_cluster as cluster_id, left_cluster as other_cluster_id from corrected_people
),

by_record as (
    select distinct cluster_id from people where has_sealed_record
),

-- Found by a rule, and refused because another fits as well or because the two disagree: they may still be one person.
refused as (
    select left_cluster as cluster_id, right_cluster as other_cluster_id from {{ ref('int_identity__links') }} where not is_accepted
    union
    select right_cluster as cluster_id, left_cluster as other_cluster_id from {{ ref('int_identity__links') }} where not is_accepted
),

by_refused_link as (
    select refused.cluster_id, refused.other_cluster_id
    from refused
    inner join by_record on refused.other_cluster_id = by_record.cluster_id
),

full_names as (
    select distinct
        people.cluster_id,
        least(mention_names.forename_token_id, mention_names.surname_token_id) as first_token_id,
        greatest(mention_names.forename_token_id, mention_names.surname_token_id) as second_token_id
    from {{ ref('int_identity__mention_names') }} as mention_names
    inner join people on mention_names.mention_id = people.mention_id
    where mention_names.forename_token_id is not null and mention_names.surname_token_id is not null
),

sealed_names as (
    select full_names.* from full_names inner join by_record on full_names.cluster_id = by_record.cluster_id
),

namesakes as (
    select
        full_names.cluster_id,
        sealed_names.cluster_id as other_cluster_id,
        full_names.first_token_id,
        full_names.second_token_id,
        clusters.main_dob_id,
        clusters.is_known_otherwise,
        sealed_clusters.main_dob_id as sealed_dob_id
    from full_names
    inner join sealed_names
        on full_names.first_token_id = sealed_names.first_token_id and full_names.second_token_id = sealed_names.second_token_id
    inner join clusters on full_names.cluster_id = clusters.cluster_id
    inner join clusters as sealed_clusters on sealed_names.cluster_id = sealed_clusters.cluster_id
    left join by_record on full_names.cluster_id = by_record.cluster_id
    where by_record.cluster_id is null
),

-- Dated people of the name who are not sealed.
carriers as (
    select full_names.first_token_id, full_names.second_token_id, count(distinct full_names.cluster_id) as people_count
    from full_names
    inner join clusters on full_names.cluster_id = clusters.cluster_id
    left join by_record on full_names.cluster_id = by_record.cluster_id
    where clusters.main_dob_id is not null and by_record.cluster_id is null
    group by full_names.first_token_id, full_names.second_token_id
),

-- No rule ties a name alone. But where nobody else bears it, or nothing else is known, it is the sealed person's as far as anybody can tell.
by_name as (
    select namesakes.cluster_id, namesakes.other_cluster_id
    from namesakes
    left join carriers
        on namesakes.first_token_id = carriers.first_token_id and namesakes.second_token_id = carriers.second_token_id
    left join {{ ref('int_identity__date_comparisons') }} as date_comparisons
        on namesakes.main_dob_id = date_comparisons.left_dob_id and namesakes.sealed_dob_id = date_comparisons.right_dob_id
    where
        (namesakes.main_dob_id is null and not namesakes.is_known_otherwise)
        or (
            coalesce(carriers.people_count, 0) <= case when namesakes.main_dob_id is null then 0 else 1 end
            and (
                namesakes.main_dob_id is null
                or namesakes.sealed_dob_id is null
                or namesakes.main_dob_id = namesakes.sealed_dob_id
                or date_comparisons.left_dob_id is not null
            )
        )
),

suspected as (
    select cluster_id, other_cluster_id, 'refused_link' as sealed_by from by_refused_link
    union all
    select cluster_id, other_cluster_id, 'name' as sealed_by from by_name
),

hidden as (
    select cluster_id, 'record' as sealed_by from by_record
    union all
    select suspected.cluster_id, suspected.sealed_by
    from suspected
    left join kept_apart
        on suspected.cluster_id = kept_apart.cluster_id and suspected.other_cluster_id = kept_apart.other_cluster_id
    where kept_apart.cluster_id is null
),

final as (
    select
        cluster_id,
        case
            when max(case when sealed_by = 'record' then 1 else 0 end) = 1 then 'record'
            when max(case when sealed_by = 'refused_link' then 1 else 0 end) = 1 then 'refused_link'
            else 'name'
        end as sealed_by
    from hidden
    group by cluster_id
)

select * from final
