with time_window as (
    select * from {{ ref('int_interactions__window') }}
),

entries as (
    select
        person_entry_id,
        roc_ref,
        log_no,
        role
    from {{ ref('stg_controlworks__people') }}
),

agency_entries as (
    select * from {{ ref('int_identity__agency_entries') }}
),

contacts as (
    select
        roc_ref,
        created_at,
        log_no
    from {{ ref('stg_controlworks__contacts') }}
),

logs as (
    select log_no, opened_at from {{ ref('stg_controlworks__logs') }}
),

on_events as (
    select
        entries.person_entry_id,
        entries.role,
        'contact' as interaction_type,
        contacts.roc_ref as source_ref,
        case when contacts.log_no is null then 'contact' else 'incident' end as chain_type,
        coalesce(contacts.log_no, contacts.roc_ref) as chain_ref
    from entries
    inner join contacts on entries.roc_ref = contacts.roc_ref
    cross join time_window
    where contacts.created_at >= time_window.window_start_at and contacts.created_at < time_window.window_end_at
    union all
    select
        entries.person_entry_id,
        entries.role,
        'incident' as interaction_type,
        logs.log_no as source_ref,
        'incident' as chain_type,
        logs.log_no as chain_ref
    from entries
    inner join logs on entries.log_no = logs.log_no
    cross join time_window
    where logs.opened_at >= time_window.window_start_at and logs.opened_at < time_window.window_end_at
),

keyed as (
    select
        {{ record_key('controlworks', 'person_entry', 'person_entry_id') }} as record_key,
        {{ dbt_utils.generate_surrogate_key(['interaction_type', 'source_ref']) }} as interaction_key,
        {{ dbt_utils.generate_surrogate_key(['chain_type', 'chain_ref']) }} as chain_key,
        interaction_type,
        role
    from on_events
),

final as (
    select
        keyed.record_key,
        keyed.interaction_key,
        keyed.chain_key,
        keyed.interaction_type,
        keyed.role,
        agency_entries.organisation
    from keyed
    left join agency_entries on keyed.record_key = agency_entries.record_key
)

select * from final
