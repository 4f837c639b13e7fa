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

npus as (
    select distinct npu_code from {{ ref('npus') }}
),

grades as (
    select grade_code from {{ ref('grade_weights') }}
),

risk_grades as (
    select risk_grade_code from {{ ref('risk_grades') }}
),

offences as (
    select ho_offence_code from {{ ref('offences') }}
),

channels as (
    select channel, is_agency_line from {{ ref('channels') }}
),

agency_callers as (
    select distinct entry_events.interaction_key
    from entry_events
    inner join {{ ref('roles') }} as roles on entry_events.role = roles.role
    where entry_events.organisation is not null and roles.is_caller
),

contacted_events as (
    select
        recorded_events.interaction_key,
        recorded_events.interaction_type,
        recorded_events.source_system,
        recorded_events.event_number,
        recorded_events.occurred_at,
        {{ mapped_code('recorded_events.npu_code', 'npus.npu_code') }} as npu_code,
        {{ mapped_code('recorded_events.grade_code', 'grades.grade_code') }} as grade_code,
        {{ mapped_code('recorded_events.risk_grade_code', 'risk_grades.risk_grade_code') }} as risk_grade_code,
        {{ mapped_code('recorded_events.ho_offence_code', 'offences.ho_offence_code') }} as ho_offence_code,
        {{ mapped_code('recorded_events.channel', 'channels.channel') }} as channel,
        recorded_events.chain_key,
        coalesce(channels.is_agency_line, false) or agency_callers.interaction_key is not null as is_agency_contact
    from recorded_events
    left join npus on recorded_events.npu_code = npus.npu_code
    left join grades on recorded_events.grade_code = grades.grade_code
    left join risk_grades on recorded_events.risk_grade_code = risk_grades.risk_grade_code
    left join offences on recorded_events.ho_offence_code = offences.ho_offence_code
    left join channels on recorded_events.channel = channels.channel
    left join agency_callers on recorded_events.interaction_key = agency_callers.interaction_key
),

call_events as (
    select
        calls.interaction_key,
        calls.event_number,
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
        event_number,
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
        event_number,
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
