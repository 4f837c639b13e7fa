with people as (
    select * from {{ ref('int_identity__people') }}
),

person_keys as (
    select * from {{ ref('int_identity__person_keys') }}
),

links as (
    select * from {{ ref('int_identity__links') }} where is_accepted
),

calls as (
    select call_record_key as record_key from {{ ref('int_events__calls') }}
),

-- Nobody's by its number: the call, or the entry it led to, is suppressed or stands beside a number that is not that person's.
corrected as (
    select distinct left_record_key as record_key
    from {{ ref('int_identity__corrections') }}
    where correction in ('not_this_phone', 'suppress_record')
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
    select * from {{ ref('int_identity__believed_attachments') }}
),

link_ends as (
    select left_mention_id as mention_id, match_rule, rule_sequence from links
    union all
    select right_mention_id as mention_id, match_rule, rule_sequence from links
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
        false as is_inferred
    from people
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
        true as is_inferred
    from people
    inner join believed_inferences on people.record_key = believed_inferences.record_key
),

resolved_entries as (
    select record_key, cluster_id, is_inferred from named_records
    union all
    select record_key, cluster_id, is_inferred from inferred_entries
),

chained as (
    select resolved_entries.record_key, resolved_entries.cluster_id, resolved_entries.is_inferred, chain_rules.match_rule
    from resolved_entries
    cross join chain_rules
),

resolved_calls as (
    select
        calls.record_key,
        'avaya' as source_system,
        'call' as record_type,
        coalesce(chained.cluster_id, believed_inferences.cluster_id) as cluster_id,
        coalesce(chained.match_rule, believed_inferences.match_rule) as match_rule,
        -- What hangs on an inference is one.
        coalesce(chained.is_inferred, true) as is_inferred
    from calls
    left join call_contacts on calls.record_key = call_contacts.call_record_key
    left join chained on call_contacts.person_entry_record_key = chained.record_key
    left join agency_entries on call_contacts.person_entry_record_key = agency_entries.record_key
    left join believed_inferences on calls.record_key = believed_inferences.record_key
    where agency_entries.record_key is null
),

all_records as (
    select record_key, source_system, record_type, cluster_id, match_rule, is_inferred from named_records
    union all
    select record_key, source_system, record_type, cluster_id, match_rule, is_inferred from inferred_entries
    union all
    select record_key, source_system, record_type, cluster_id, match_rule, is_inferred
    from resolved_calls
    where cluster_id is not null
)

select
    all_records.record_key,
    all_records.source_system,
    all_records.record_type,
    person_keys.person_key,
    all_records.match_rule,
    all_records.is_inferred
from all_records
inner join person_keys on all_records.cluster_id = person_keys.cluster_id
