with entry_events as (
    select interaction_key, record_key, organisation
    from {{ ref('int_events__entries') }}
    where organisation is not null
),

call_contacts as (
    select * from {{ ref('int_events__call_contacts') }}
),

measured_events as (
    select * from {{ ref('int_events__measured') }}
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

named_organisations as (
    select
        measured_events.interaction_key,
        coalesce(organisation_events.organisation, 'NOT STATED') as organisation
    from measured_events
    left join organisation_events on measured_events.interaction_key = organisation_events.interaction_key
    where organisation_events.organisation is not null or measured_events.is_agency_contact
),

final as (
    select
        cast(named_organisations.organisation as {{ dbt.type_string() }}) as organisation,
        cast(count(*) as integer) as volume,
        {% for interaction_type in ['call', 'contact', 'incident'] -%}
        cast(sum(case when measured_events.interaction_type = '{{ interaction_type }}' then 1 else 0 end) as integer) as {{ interaction_type }}_count,
        {% endfor -%}
        {{ hours_of('sum(measured_events.call_handling_seconds)') }} as call_handling_hours,
        {{ hours_of('sum(measured_events.police_seconds)') }} as total_hours,
        {{ share_of('sum(case when measured_events.is_effort_known then 1 else 0 end)', 'count(measured_events.is_effort_known)') }} as hours_covered_share
    from named_organisations
    inner join measured_events on named_organisations.interaction_key = measured_events.interaction_key
    group by named_organisations.organisation
)

select * from final
