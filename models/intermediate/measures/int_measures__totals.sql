{#- Whole seconds and exact decimals are added up here, so that no total depends on the order of the rows; marts turn them into hours. -#}
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

approaches as (
    select person_key, count(*) as approaches
    from (select distinct person_key, chain_key from joined where chain_key is not null) as person_chains
    group by person_key
),

totals as (
    select
        person_key,
        count(*) as volume,
        sum(case when link_strength = 'firm' then 1 else 0 end) as volume_firm,
        sum(case when link_strength in ('firm', 'likely') then 1 else 0 end) as volume_without_inferences,
        sum(case when is_only_for_other then 0 else 1 end) as volume_self,
        sum(case when is_recent then 1 else 0 end) as recent_count,
        {% for interaction_type in ['call', 'contact', 'incident', 'crime', 'custody', 'missing'] -%}
        sum(case when interaction_type = '{{ interaction_type }}' then 1 else 0 end) as {{ interaction_type }}_count,
        {% endfor -%}
        sum(case when is_crime_victim then 1 else 0 end) as victim_count,
        sum(case when is_crime_suspect then 1 else 0 end) as suspect_count,
        sum(investigation_count) as investigation_count,
        {% for seconds in [
            'call_handling_seconds', 'response_seconds', 'neighbourhood_seconds', 'other_team_seconds',
            'custody_seconds', 'investigation_seconds', 'missing_police_seconds', 'missing_seconds', 'police_seconds',
        ] -%}
        sum({{ seconds }}) as {{ seconds }},
        {% endfor -%}
        sum(case when interaction_type <> 'custody' then police_seconds end) as police_seconds_without_custody,
        sum(case when is_effort_known then 1 when not is_effort_known then 0 end) as effort_known_count,
        count(is_effort_known) as effort_event_count,
        {% for interaction_type in ['call', 'incident', 'crime', 'custody', 'missing'] -%}
        sum(case when interaction_type = '{{ interaction_type }}' and is_effort_known then 1 else 0 end) as {{ interaction_type }}_effort_known_count,
        {% endfor -%}
        count(missing_seconds) as absence_known_count,
        cast(sum(case when is_crime_victim then harm_weight end) as numeric(28, 6)) as harm_as_victim,
        cast(sum(case when is_crime_suspect then harm_weight end) as numeric(28, 6)) as harm_as_suspect,
        sum(case when (is_crime_victim or is_crime_suspect) and is_harm_mapped then 1 else 0 end) as harm_mapped_count,
        sum(case when is_crime_victim or is_crime_suspect then 1 else 0 end) as harm_event_count,
        cast(sum(grade_weight) as numeric(28, 6)) as thrive_score,
        count(grade_weight) as graded_count,
        max(case when is_crime_suspect then occurred_on end) as last_suspected_on,
        sum(case when is_inferred then 1 else 0 end) as inferred_count,
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
        coalesce(approaches.approaches, 0) as approaches
    from totals
    left join approaches on totals.person_key = approaches.person_key
)

select * from final
