with people as (
    select * from {{ ref('int_identity__people') }}
),

links as (
    select * from {{ ref('int_identity__links') }} where is_accepted
),

corrections as (
    select * from {{ ref('int_identity__corrections') }}
),

forbidden as (
    {{ kept_from('people', 'corrections') }}
),

-- Nobody's by its number: the call, or the entry it led to, is suppressed or stands beside a number that is not that person's.
corrected as (
    select distinct left_record_key as record_key from corrections where correction in ('not_this_phone', 'suppress_record')
),

-- A chain exists whether or not its rule is on; the rule says whether it tells who called.
call_contacts as (
    select call_contacts.*
    from {{ ref('int_events__call_contacts') }} as call_contacts
    left join corrected as corrected_calls on call_contacts.call_record_key = corrected_calls.record_key
    left join corrected as corrected_entries on call_contacts.person_entry_record_key = corrected_entries.record_key
    where corrected_calls.record_key is null and corrected_entries.record_key is null
),

chain_rules as (
    select match_rule from {{ ref('int_identity__match_rules') }} where match_key = 'contact_chain' and is_on
),

agency_entries as (
    select record_key from {{ ref('int_events__person_entries') }} where is_agency
),

believed_inferences as (
    select * from {{ ref('int_identity__believed_attachments') }} where not is_refused
),

link_ends as (
    select left_mention_id as mention_id, match_rule, rule_sequence from links
    union all
    select right_mention_id as mention_id, match_rule, rule_sequence from links
),

-- Of a person whom a likely link put together, the largest part that firm links alone hold: nothing there rests on less.
firm_parts as (
    select
        people.cluster_id,
        firm_clusters.cluster_id as firm_cluster_id,
        row_number() over (partition by people.cluster_id order by count(*) desc, firm_clusters.cluster_id asc) as size_rank
    from people
    inner join {{ ref('int_identity__pass_2_clusters') }} as firm_clusters on people.mention_id = firm_clusters.mention_id
    group by people.cluster_id, firm_clusters.cluster_id
),

strictest_rules as (
    select mention_id, match_rule
    from (
        select mention_id, match_rule, row_number() over (partition by mention_id order by rule_sequence, match_rule) as rule_rank
        from link_ends
    ) as ranked
    where rule_rank = 1
),

named_records as (
    select
        people.record_key,
        people.source_system,
        people.record_type,
        people.cluster_id,
        coalesce(strictest_rules.match_rule, 'single_record') as match_rule,
        case when firm_parts.firm_cluster_id is not null then 'firm' else 'likely' end as link_strength,
        false as is_inferred
    from people
    inner join {{ ref('int_identity__pass_2_clusters') }} as firm_clusters on people.mention_id = firm_clusters.mention_id
    left join firm_parts on firm_clusters.cluster_id = firm_parts.firm_cluster_id and firm_parts.size_rank = 1
    left join strictest_rules on people.mention_id = strictest_rules.mention_id
    where people.is_person
),

inferred_entries as (
    select
        people.record_key,
        people.source_system,
        people.record_type,
        believed_inferences.cluster_id,
        believed_inferences.match_rule,
        'inferred' as link_strength,
        true as is_inferred
    from people
    inner join believed_inferences on people.record_key = believed_inferences.record_key
),

resolved_entries as (
    select record_key, source_system, record_type, cluster_id, match_rule, link_strength, is_inferred from named_records
    union all
    select record_key, source_system, record_type, cluster_id, match_rule, link_strength, is_inferred from inferred_entries
),

chained as (
    select
        call_contacts.call_record_key,
        resolved_entries.cluster_id,
        resolved_entries.link_strength,
        resolved_entries.is_inferred,
        chain_rules.match_rule
    from call_contacts
    inner join resolved_entries on call_contacts.person_entry_record_key = resolved_entries.record_key
    cross join chain_rules
    left join forbidden
        on call_contacts.call_record_key = forbidden.record_key and resolved_entries.cluster_id = forbidden.cluster_id
    where forbidden.record_key is null
),

resolved_calls as (
    select
        calls.call_record_key as record_key,
        'avaya' as source_system,
        'call' as record_type,
        coalesce(chained.cluster_id, believed_inferences.cluster_id) as cluster_id,
        coalesce(chained.match_rule, believed_inferences.match_rule) as match_rule,
        -- A call is as sure as the entry it led to; what hangs on an inference is one.
        coalesce(chained.link_strength, 'inferred') as link_strength,
        coalesce(chained.is_inferred, true) as is_inferred
    from {{ ref('int_events__calls') }} as calls
    left join call_contacts on calls.call_record_key = call_contacts.call_record_key
    left join chained on calls.call_record_key = chained.call_record_key
    left join agency_entries on call_contacts.person_entry_record_key = agency_entries.record_key
    left join believed_inferences on calls.call_record_key = believed_inferences.record_key
    where agency_entries.record_key is null
),

all_records as (
    select record_key, source_system, record_type, cluster_id, match_rule, link_strength, is_inferred from resolved_entries
    union all
    select record_key, source_system, record_type, cluster_id, match_rule, link_strength, is_inferred
    from resolved_calls
    where cluster_id is not null
),

final as (
    select
        all_records.record_key,
        all_records.source_system,
        all_records.record_type,
        person_keys.person_key,
        all_records.match_rule,
        all_records.link_strength,
        all_records.is_inferred
    from all_records
    inner join {{ ref('int_identity__person_keys') }} as person_keys on all_records.cluster_id = person_keys.cluster_id
)

select * from final
