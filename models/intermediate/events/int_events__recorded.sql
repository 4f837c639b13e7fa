with event_keys as (
    select * from {{ ref('int_keys__events') }}
),

wrong_offences as (
    select * from {{ ref('int_keys__corrected_facts') }} where correction = 'wrong_offence'
),

landed_events as (
    select
        'contact' as interaction_type,
        'controlworks' as source_system,
        contacts.roc_ref as source_ref,
        contacts.created_at as occurred_at,
        contacts.npu_code,
        cast(null as {{ dbt.type_string() }}) as grade_code,
        cast(null as {{ dbt.type_string() }}) as risk_grade_code,
        cast(null as {{ dbt.type_string() }}) as ho_offence_code,
        contacts.channel,
        case when contacts.log_no is null then 'contact' else 'incident' end as chain_type,
        coalesce(contacts.log_no, contacts.roc_ref) as chain_ref
    from {{ ref('stg_controlworks__contacts') }} as contacts
    union all
    select
        'incident' as interaction_type,
        'controlworks' as source_system,
        logs.log_no as source_ref,
        logs.opened_at as occurred_at,
        logs.npu_code,
        coalesce(logs.final_grade, logs.initial_grade) as grade_code,
        null as risk_grade_code,
        null as ho_offence_code,
        logs.source_channel as channel,
        'incident' as chain_type,
        logs.log_no as chain_ref
    from {{ ref('stg_controlworks__logs') }} as logs
    union all
    select
        'crime' as interaction_type,
        'connect' as source_system,
        crimes.crime_no as source_ref,
        crimes.recorded_at as occurred_at,
        crimes.npu_code,
        null as grade_code,
        null as risk_grade_code,
        crimes.ho_offence_code,
        null as channel,
        null as chain_type,
        null as chain_ref
    from {{ ref('stg_connect__crimes') }} as crimes
    union all
    select
        'custody' as interaction_type,
        'connect' as source_system,
        custody_records.custody_ref as source_ref,
        custody_records.arrived_at as occurred_at,
        null as npu_code,
        null as grade_code,
        null as risk_grade_code,
        custody_records.ho_offence_code,
        null as channel,
        null as chain_type,
        null as chain_ref
    from {{ ref('stg_connect__custody_records') }} as custody_records
    union all
    select
        'missing' as interaction_type,
        'compact' as source_system,
        episodes.episode_ref as source_ref,
        episodes.reported_at as occurred_at,
        episodes.npu_code,
        null as grade_code,
        episodes.risk_grade as risk_grade_code,
        null as ho_offence_code,
        null as channel,
        null as chain_type,
        null as chain_ref
    from {{ ref('stg_compact__episodes') }} as episodes
),

keyed_events as (
    select
        landed_events.interaction_type,
        landed_events.source_system,
        landed_events.occurred_at,
        landed_events.npu_code,
        landed_events.grade_code,
        landed_events.risk_grade_code,
        coalesce(wrong_offences.right_value, landed_events.ho_offence_code) as ho_offence_code,
        landed_events.channel,
        event_keys.interaction_key,
        event_keys.event_number,
        case
            when landed_events.chain_ref is not null
                then {{ opaque_key('interaction', ['landed_events.chain_type', 'landed_events.chain_ref']) }}
        end as chain_key
    from landed_events
    inner join event_keys
        on landed_events.interaction_type = event_keys.interaction_type and landed_events.source_ref = event_keys.source_ref
    left join wrong_offences
        on
            landed_events.source_ref = wrong_offences.source_ref
            and landed_events.interaction_type = wrong_offences.interaction_type
            and landed_events.ho_offence_code = wrong_offences.wrong_value
),

final as (
    select
        interaction_key,
        interaction_type,
        source_system,
        event_number,
        occurred_at,
        npu_code,
        grade_code,
        risk_grade_code,
        ho_offence_code,
        channel,
        chain_key
    from keyed_events
)

select * from final
