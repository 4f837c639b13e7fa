with recorded_events as (
    select
        interaction_key,
        interaction_type,
        source_ref,
        chain_key
    from {{ ref('int_events__recorded') }}
    where interaction_type in ('contact', 'incident')
),

entries as (
    select
        person_entry_id,
        role,
        'contact' as interaction_type,
        roc_ref as source_ref
    from {{ ref('stg_controlworks__people') }}
    where roc_ref is not null
    union all
    select
        person_entry_id,
        role,
        'incident' as interaction_type,
        log_no as source_ref
    from {{ ref('stg_controlworks__people') }}
    where log_no is not null
),

roles as (
    select role from {{ ref('roles') }}
),

agency_entries as (
    select record_key, organisation from {{ ref('int_events__person_entries') }} where is_agency
),

on_events as (
    select
        {{ record_key('controlworks', 'person_entry', 'entries.person_entry_id') }} as record_key,
        recorded_events.interaction_key,
        recorded_events.chain_key,
        recorded_events.interaction_type,
        {{ mapped_code('entries.role', 'roles.role') }} as role
    from entries
    inner join recorded_events
        on entries.interaction_type = recorded_events.interaction_type and entries.source_ref = recorded_events.source_ref
    left join roles on entries.role = roles.role
),

final as (
    select
        on_events.record_key,
        on_events.interaction_key,
        on_events.chain_key,
        on_events.interaction_type,
        on_events.role,
        agency_entries.organisation
    from on_events
    left join agency_entries on on_events.record_key = agency_entries.record_key
)

select * from final
