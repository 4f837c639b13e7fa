{#-
    Whole seconds and exact decimals are added up here, so that no total depends on the order of the rows; marts turn them into hours. A sum is
    cast back: DuckDB makes 128 bits of it, which a later scan pays for.
-#}
with person_interactions as (
    select * from {{ ref('int_measures__person_interactions') }}
),

measured_events as (
    select * from {{ ref('int_events__measured') }}
),

time_window as (
    select {{ dbt.dateadd('month', -3, 'as_of_date') }} as recent_from from {{ ref('int_window__bounds') }}
),

joined as (
    select
        measured_events.occurred_on >= time_window.recent_from as is_recent,
        person_interactions.person_key,
        person_interactions.is_only_for_other,
        person_interactions.is_inferred,
        person_interactions.link_strength,
        person_interactions.is_victim and measured_events.interaction_type = 'crime' as is_crime_victim,
        person_interactions.is_suspect and measured_events.interaction_type = 'crime' as is_crime_suspect,
        measured_events.*
    from person_interactions
    inner join measured_events on person_interactions.interaction_key = measured_events.interaction_key
    cross join time_window
),

entry_events as (
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

calls_about as (
    select
        people_concerned.person_key,
        count(
            case
                when chain_callers.has_caller_for_other and (
                        chain_callers.has_unresolved_caller
                        or chain_callers.first_caller_key <> people_concerned.person_key
                        or chain_callers.last_caller_key <> people_concerned.person_key
                    ) then 1
            end
        ) as calls_about,
        count(case when chain_callers.has_agency then 1 end) as agency_calls_about
    from people_concerned
    inner join chain_callers on people_concerned.chain_key = chain_callers.chain_key
    group by people_concerned.person_key
),

approaches as (
    select person_key, count(*) as approaches
    from (select distinct person_key, chain_key from joined where chain_key is not null) as person_chains
    group by person_key
),

totals as (
    select
        person_key,
        count(*) as volume,
        count(case when link_strength = 'firm' then 1 end) as volume_firm,
        count(case when link_strength in ('firm', 'likely') then 1 end) as volume_without_inferences,
        count(case when not coalesce(is_only_for_other, false) then 1 end) as volume_self,
        count(case when is_recent then 1 end) as recent_count,
        {% for interaction_type in ['call', 'contact', 'incident', 'crime', 'custody', 'missing'] -%}
        count(case when interaction_type = '{{ interaction_type }}' then 1 end) as {{ interaction_type }}_count,
        {% endfor -%}
        count(case when is_crime_victim then 1 end) as victim_count,
        count(case when is_crime_suspect then 1 end) as suspect_count,
        cast(sum(investigation_count) as {{ dbt.type_bigint() }}) as investigation_count,
        {% for seconds in [
            'call_handling_seconds', 'response_seconds', 'neighbourhood_seconds', 'other_team_seconds',
            'custody_seconds', 'investigation_seconds', 'missing_police_seconds', 'missing_seconds', 'police_seconds',
        ] -%}
        cast(sum({{ seconds }}) as {{ dbt.type_bigint() }}) as {{ seconds }},
        {% endfor -%}
        cast(sum(case when interaction_type <> 'custody' then police_seconds end) as {{ dbt.type_bigint() }}) as police_seconds_without_custody,
        count(case when is_effort_known then 1 end) as effort_known_count,
        count(is_effort_known) as effort_event_count,
        {% for interaction_type in ['call', 'incident', 'crime', 'custody', 'missing'] -%}
        count(case when interaction_type = '{{ interaction_type }}' and is_effort_known then 1 end) as {{ interaction_type }}_effort_known_count,
        {% endfor -%}
        count(missing_seconds) as absence_known_count,
        cast(sum(case when is_crime_victim then harm_weight end) as numeric(28, 6)) as harm_as_victim,
        cast(sum(case when is_crime_suspect then harm_weight end) as numeric(28, 6)) as harm_as_suspect,
        count(case when (is_crime_victim or is_crime_suspect) and is_harm_mapped then 1 end) as harm_mapped_count,
        count(case when is_crime_victim or is_crime_suspect then 1 end) as harm_event_count,
        cast(sum(grade_weight) as numeric(28, 6)) as thrive_score,
        count(grade_weight) as graded_count,
        max(case when is_crime_suspect then occurred_on end) as last_suspected_on,
        count(case when is_inferred then 1 end) as inferred_count,
        min(occurred_on) as first_interaction_on,
        max(occurred_on) as last_interaction_on,
        -- To the second for the order of equals, which ends here.
        max(occurred_at) as last_interaction_at
    from joined
    group by person_key
),

final as (
    select
        totals.*,
        coalesce(approaches.approaches, 0) as approaches,
        coalesce(calls_about.calls_about, 0) as calls_about,
        coalesce(calls_about.agency_calls_about, 0) as agency_calls_about
    from totals
    left join approaches on totals.person_key = approaches.person_key
    left join calls_about on totals.person_key = calls_about.person_key
)

select * from final
