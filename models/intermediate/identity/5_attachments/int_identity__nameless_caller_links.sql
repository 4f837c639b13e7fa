{%- set chain_seconds = var('contact_chain_minutes') | int * 60 -%}

with people as (
    select mention_id, record_key, cluster_id, is_person from {{ ref('int_identity__people') }}
),

mention_names as (
    select mention_id, name_id, dob_id
    from {{ ref('int_identity__mention_names') }}
    where dob_id is not null and not is_weak_dob
),

properties as (
    select mention_id, value_id from {{ ref('int_identity__match_key_values') }} where match_key = 'property'
),

phone_holders as (
    select * from {{ ref('int_identity__phone_holders') }}
),

rules as (
    select match_key, match_rule
    from {{ ref('int_identity__match_rules') }}
    where match_key in ('nameless_dob', 'nameless_call') and is_on
),

corrected as (
    select distinct left_record_key as record_key
    from {{ ref('int_identity__corrections') }}
    where correction in ('not_this_phone', 'suppress_record')
),

-- On a log a caller is often its victim.
nameless_callers as (
    select
        people.record_key,
        people.mention_id,
        entries.role,
        entries.observed_at,
        {{ call_slice('entries.observed_at') }} as slice
    from {{ ref('int_events__person_entries') }} as entries
    inner join people on entries.record_key = people.record_key
    where not people.is_person and entries.role in ('CALLER', 'CALLER_FOR_OTHER', 'VICTIM')
),

people_by_date as (
    select distinct people.cluster_id, mention_names.dob_id
    from people
    inner join mention_names on people.mention_id = mention_names.mention_id
    where people.is_person
),

people_by_property as (
    select distinct people.cluster_id, properties.value_id
    from people
    inner join properties on people.mention_id = properties.mention_id
    where people.is_person
),

-- Somebody at home with the one who holds the number may have rung from it, known there or not: so it takes a number seen with its holder
-- again and again.
who_may_be_meant as (
    select
        nameless_callers.record_key,
        people_by_date.cluster_id,
        1 as least_record_count,
        'nameless_dob' as match_key
    from nameless_callers
    inner join mention_names on nameless_callers.mention_id = mention_names.mention_id
    inner join people_by_date on mention_names.dob_id = people_by_date.dob_id
    union
    select
        nameless_callers.record_key,
        people_by_property.cluster_id,
        3 as least_record_count,
        'nameless_call' as match_key
    from nameless_callers
    inner join properties on nameless_callers.mention_id = properties.mention_id
    inner join people_by_property on properties.value_id = people_by_property.value_id
    where nameless_callers.role <> 'VICTIM'
),

sliced_callers as (
    select record_key, observed_at, slice as call_slice from nameless_callers
    union all
    select record_key, observed_at, slice - 1 as call_slice from nameless_callers
),

-- A call that led to a contact on which its number was typed led to no other.
chained as (
    select call_record_key, person_entry_record_key from {{ ref('int_events__call_contacts') }}
),

calls as (
    select
        calls.caller_number_token as phone_token,
        chained.person_entry_record_key as chained_record_key,
        calls.started_at,
        {{ call_slice('calls.started_at') }} as slice
    from {{ ref('int_events__calls') }} as calls
    left join chained on calls.call_record_key = chained.call_record_key
    left join corrected on calls.call_record_key = corrected.record_key
    where calls.outcome = 'answered' and calls.caller_number_token is not null and corrected.record_key is null
),

rang_just_before as (
    select distinct
        who_may_be_meant.record_key,
        who_may_be_meant.cluster_id,
        who_may_be_meant.match_key
    from who_may_be_meant
    inner join phone_holders on who_may_be_meant.cluster_id = phone_holders.cluster_id
    inner join sliced_callers on who_may_be_meant.record_key = sliced_callers.record_key
    inner join calls on phone_holders.phone_token = calls.phone_token and sliced_callers.call_slice = calls.slice
    where
        sliced_callers.observed_at >= calls.started_at
        and {{ seconds_between('calls.started_at', 'sliced_callers.observed_at') }} <= {{ chain_seconds }}
        and phone_holders.record_count >= who_may_be_meant.least_record_count
        and (who_may_be_meant.match_key = 'nameless_dob' or not phone_holders.is_landline)
        and (calls.chained_record_key is null or calls.chained_record_key = who_may_be_meant.record_key)
),

-- With two who fit, nobody knows which.
met as (
    select record_key, match_key, min(cluster_id) as cluster_id
    from rang_just_before
    group by record_key, match_key
    having count(*) = 1
),

final as (
    select
        met.record_key,
        met.cluster_id,
        rules.match_rule
    from met
    inner join rules on met.match_key = rules.match_key
)

select * from final
