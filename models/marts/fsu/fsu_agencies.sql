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

counted as (
    select
        named_organisations.organisation,
        count(*) as volume,
        {% for interaction_type in ['call', 'contact', 'incident'] -%}
        sum(case when measured_events.interaction_type = '{{ interaction_type }}' then 1 else 0 end) as {{ interaction_type }}_count,
        {% endfor -%}
        {{ hours_of('sum(measured_events.call_handling_seconds)') }} as call_handling_hours,
        {{ hours_of('sum(measured_events.police_seconds)') }} as total_hours,
        {{ share_of('sum(case when measured_events.is_effort_known then 1 else 0 end)', 'count(measured_events.is_effort_known)') }} as hours_covered_share
    from named_organisations
    inner join measured_events on named_organisations.interaction_key = measured_events.interaction_key
    group by named_organisations.organisation
),

-- The three counts of an organisation add up to its volume, so they are shown together or not at all.
smallest as (
    select
        counted.*,
        least(
            case when call_count > 0 then call_count else volume end,
            case when contact_count > 0 then contact_count else volume end,
            case when incident_count > 0 then incident_count else volume end
        ) as smallest_count
    from counted
),

judged as (
    select
        smallest.*,
        {{ is_small_number('volume', 'organisation') }} as is_volume_withheld,
        {{ is_small_number('smallest_count', 'volume, organisation') }} as is_breakdown_small
    from smallest
),

final as (
    select
        cast(organisation as {{ dbt.type_string() }}) as organisation,
        cast(case when not is_volume_withheld then volume end as integer) as volume,
        {% for interaction_type in ['call', 'contact', 'incident'] -%}
        cast(
            case when not is_volume_withheld and not is_breakdown_small then {{ interaction_type }}_count end as integer
        ) as {{ interaction_type }}_count,
        {% endfor -%}
        case when not is_volume_withheld and not is_breakdown_small then call_handling_hours end as call_handling_hours,
        case when not is_volume_withheld then total_hours end as total_hours,
        case when not is_volume_withheld then hours_covered_share end as hours_covered_share,
        is_volume_withheld,
        is_volume_withheld or is_breakdown_small as is_breakdown_withheld
    from judged
)

select * from final
