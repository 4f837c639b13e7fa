with recorded_events as (
    select * from {{ ref('int_events__recorded') }}
),

calls as (
    select * from {{ ref('int_events__calls') }} where outcome = 'answered'
),

call_contacts as (
    select * from {{ ref('int_events__call_contacts') }}
),

entry_events as (
    select * from {{ ref('int_events__entries') }}
),

agency_lines as (
    select channel from {{ ref('channels') }} where is_agency_line
),

agency_callers as (
    select distinct entry_events.interaction_key
    from entry_events
    inner join {{ ref('roles') }} as roles on entry_events.role = roles.role
    where entry_events.organisation is not null and roles.is_caller
),

contacted_events as (
    select
        recorded_events.*,
        agency_lines.channel is not null or agency_callers.interaction_key is not null as is_agency_contact
    from recorded_events
    left join agency_lines on recorded_events.channel = agency_lines.channel
    left join agency_callers on recorded_events.interaction_key = agency_callers.interaction_key
),

call_events as (
    select
        calls.interaction_key,
        calls.ucid as source_ref,
        calls.started_at as occurred_at,
        coalesce(entry_events.chain_key, calls.interaction_key) as chain_key,
        entry_events.organisation is not null as is_agency_contact
    from calls
    left join call_contacts on calls.call_record_key = call_contacts.call_record_key
    left join entry_events
        on call_contacts.person_entry_record_key = entry_events.record_key
            and call_contacts.interaction_key = entry_events.interaction_key
),

final as (
    select
        interaction_key,
        interaction_type,
        source_system,
        source_ref,
        occurred_at,
        {{ utc_to_civil_date('occurred_at') }} as occurred_on,
        npu_code,
        grade_code,
        risk_grade_code,
        ho_offence_code,
        channel,
        chain_key,
        is_agency_contact
    from contacted_events
    union all
    select
        interaction_key,
        'call' as interaction_type,
        'avaya' as source_system,
        source_ref,
        occurred_at,
        {{ utc_to_civil_date('occurred_at') }} as occurred_on,
        null as npu_code,
        null as grade_code,
        null as risk_grade_code,
        null as ho_offence_code,
        null as channel,
        chain_key,
        is_agency_contact
    from call_events
)

select * from final
