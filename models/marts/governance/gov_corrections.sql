with decisions as (
    select correction_id, correction, review_on from {{ ref('stg_corrections__decisions') }}
),

fact_corrections as (
    select * from {{ ref('int_governance__fact_corrections') }}
),

corrections as (
    select * from {{ ref('int_identity__corrections') }}
),

time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

person_records as (
    select record_key, person_key from {{ ref('int_identity__person_records') }}
),

records as (
    select mention_id, record_key from {{ ref('int_identity__mentions') }}
),

correction_records as (
    select * from {{ ref('int_governance__correction_records') }}
),

-- Records that other trusted ids tie directly, whatever a correction says.
trusted_links as (
    select
        least(left_mention_id, right_mention_id) as left_mention_id,
        greatest(left_mention_id, right_mention_id) as right_mention_id
    from {{ ref('int_identity__trusted_links') }}
    where match_rule <> 'must_link' and is_only_fit
    group by least(left_mention_id, right_mention_id), greatest(left_mention_id, right_mention_id)
),

refused_links as (
    select
        least(left_cluster, right_cluster) as left_cluster,
        greatest(left_cluster, right_cluster) as right_cluster
    from {{ ref('int_identity__links') }}
    where not is_accepted
    group by least(left_cluster, right_cluster), greatest(left_cluster, right_cluster)
),

people as (
    select mention_id, record_key, cluster_id from {{ ref('int_identity__people') }}
),

-- Calls and nameless entries that would be somebody's by inference or by the entry that a call led to, but for a correction.
kept_apart as (
    select record_key, cluster_id from {{ ref('int_identity__believed_attachments') }} where is_refused
    union
    select call_contacts.call_record_key as record_key, people.cluster_id
    from {{ ref('int_events__call_contacts') }} as call_contacts
    inner join people on call_contacts.person_entry_record_key = people.record_key
),

sealed_people as (
    select cluster_id from {{ ref('int_identity__sealed_people') }}
),

looked_up as (
    select
        decisions.correction_id,
        decisions.correction,
        left_person.person_key as left_person_key,
        right_person.person_key as right_person_key,
        fact_corrections.is_still_wrong,
        coalesce(left_sealed.cluster_id, right_sealed.cluster_id) is not null as is_of_sealed_person,
        coalesce(
            left_person.person_key = right_person.person_key
            -- Sealed people have no key.
            or coalesce(left_sealed.cluster_id, right_sealed.cluster_id) is not null and left_people.cluster_id = right_people.cluster_id,
            false
        ) as are_together,
        coalesce(fact_corrections.is_seen, left_named.is_seen and coalesce(right_named.is_seen, true)) as is_seen,
        decisions.review_on,
        left_named.has_phone,
        trusted_links.left_mention_id is not null as is_tied_anyway,
        coalesce(refused_links.left_cluster, left_kept.cluster_id, right_kept.cluster_id) is not null
        or corrections.beats_trusted_ids as is_wanted_by_a_rule
    from decisions
    left join corrections on decisions.correction_id = corrections.correction_id
    left join fact_corrections on decisions.correction_id = fact_corrections.correction_id
    left join correction_records as left_named on corrections.left_record_key = left_named.record_key
    left join correction_records as right_named on corrections.right_record_key = right_named.record_key
    left join person_records as left_person on corrections.left_record_key = left_person.record_key
    left join person_records as right_person on corrections.right_record_key = right_person.record_key
    left join records as left_records on corrections.left_record_key = left_records.record_key
    left join records as right_records on corrections.right_record_key = right_records.record_key
    left join people as left_people on left_records.mention_id = left_people.mention_id
    left join people as right_people on right_records.mention_id = right_people.mention_id
    left join sealed_people as left_sealed on left_people.cluster_id = left_sealed.cluster_id
    left join sealed_people as right_sealed on right_people.cluster_id = right_sealed.cluster_id
    left join trusted_links
        on
            least(left_records.mention_id, right_records.mention_id) = trusted_links.left_mention_id
            and greatest(left_records.mention_id, right_records.mention_id) = trusted_links.right_mention_id
    left join refused_links
        on
            least(left_people.cluster_id, right_people.cluster_id) = refused_links.left_cluster
            and greatest(left_people.cluster_id, right_people.cluster_id) = refused_links.right_cluster
    left join kept_apart as left_kept
        on corrections.left_record_key = left_kept.record_key and right_people.cluster_id = left_kept.cluster_id
    left join kept_apart as right_kept
        on corrections.right_record_key = right_kept.record_key and left_people.cluster_id = right_kept.cluster_id
),

judged as (
    select
        *,
        case
            when not is_seen then 'not_found'
            when correction in ('wrong_role', 'wrong_offence') then case when is_still_wrong then 'applied' else 'no_longer_needed' end
            when correction in ('restrict_processing', 'not_in_cohort')
                then case when coalesce(is_of_sealed_person, false) or left_person_key is not null then 'applied' else 'no_longer_needed' end
            when correction in ('must_link', 'cannot_link') and (correction = 'must_link') <> are_together then 'contradictory'
            when correction = 'must_link' and is_tied_anyway then 'no_longer_needed'
            when correction = 'cannot_link' and not is_wanted_by_a_rule then 'no_longer_needed'
            when correction = 'not_this_phone' and not has_phone then 'no_longer_needed'
            else 'applied'
        end as effect
    from looked_up
),

final as (
    select
        time_window.as_of_date,
        cast(judged.correction_id as {{ dbt.type_string() }}) as correction_id,
        cast(judged.correction as {{ dbt.type_string() }}) as correction,
        cast(judged.effect as {{ dbt.type_string() }}) as effect,
        judged.review_on <= time_window.as_of_date as is_review_due,
        -- The key beside a sealed person's would say who is like them.
        {% for side in ['left', 'right'] -%}
        cast(case when not judged.is_of_sealed_person then judged.{{ side }}_person_key end as {{ dbt.type_string() }}) as {{ side }}_person_key
        {%- if not loop.last %},{% endif %}
        {% endfor %}
    from judged
    cross join time_window
)

select * from final
