with entry_events as (
    select * from {{ ref('int_events__entries') }} where chain_key is not null
),

person_records as (
    select record_key, person_key from {{ ref('int_identity__person_records') }}
),

roles as (
    select role, is_for_other, is_about from {{ ref('roles') }}
),

known_entries as (
    select
        entry_events.chain_key,
        person_records.person_key,
        roles.is_for_other,
        roles.is_about,
        entry_events.role = 'PARTNER_AGENCY' as is_agency
    from entry_events
    inner join roles on entry_events.role = roles.role
    left join person_records on entry_events.record_key = person_records.record_key
    where roles.is_for_other or roles.is_about or entry_events.role = 'PARTNER_AGENCY'
),

-- Two different callers are enough to know that one of them is somebody else, whoever the call is about.
chain_callers as (
    select
        chain_key,
        max(case when is_for_other and person_key is null then 1 else 0 end) = 1 as has_unresolved_caller,
        min(case when is_for_other then person_key end) as first_caller_key,
        max(case when is_for_other then person_key end) as last_caller_key,
        max(case when is_for_other then 1 else 0 end) = 1 as has_caller_for_other,
        max(case when is_agency then 1 else 0 end) = 1 as has_agency
    from known_entries
    where is_for_other or is_agency
    group by chain_key
),

people_concerned as (
    select distinct chain_key, person_key
    from known_entries
    where is_about and person_key is not null
),

final as (
    select
        people_concerned.person_key,
        sum(
            case
                when chain_callers.has_caller_for_other and (
                        chain_callers.has_unresolved_caller
                        or chain_callers.first_caller_key <> people_concerned.person_key
                        or chain_callers.last_caller_key <> people_concerned.person_key
                    ) then 1
                else 0
            end
        ) as calls_about,
        sum(case when chain_callers.has_agency then 1 else 0 end) as agency_calls_about
    from people_concerned
    inner join chain_callers on people_concerned.chain_key = chain_callers.chain_key
    group by people_concerned.person_key
)

select * from final
