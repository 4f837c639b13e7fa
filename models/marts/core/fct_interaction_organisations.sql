with entry_events as (
    select interaction_key, record_key, organisation
    from {{ ref('int_events__entries') }}
    where organisation is not null
),

call_contacts as (
    select * from {{ ref('int_events__call_contacts') }}
),

organisation_events as (
    select interaction_key, organisation from entry_events
    union
    -- The call in which an agency's contact or log was typed is the agency's too.
    select call_contacts.call_interaction_key as interaction_key, entry_events.organisation
    from call_contacts
    inner join entry_events
        on call_contacts.person_entry_record_key = entry_events.record_key
            and call_contacts.interaction_key = entry_events.interaction_key
),

final as (
    select
        events.interaction_key,
        cast(coalesce(organisation_events.organisation, 'NOT STATED') as {{ dbt.type_string() }}) as organisation
    from {{ ref('int_events__in_window') }} as events
    left join organisation_events on events.interaction_key = organisation_events.interaction_key
    where organisation_events.organisation is not null or events.is_agency_contact
)

select * from final
