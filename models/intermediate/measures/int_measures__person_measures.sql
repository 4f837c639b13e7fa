with person_records as (
    select record_key, person_key from {{ ref('int_identity__person_records') }}
),

-- What was decided of a record was decided of whoever it belongs to.
people as (
    select
        person_records.person_key,
        max(case when corrections.correction = 'restrict_processing' then 1 else 0 end) = 1 as is_processing_restricted,
        max(case when corrections.correction = 'not_in_cohort' then 1 else 0 end) = 1 as is_kept_out
    from person_records
    left join {{ ref('int_identity__corrections') }} as corrections on person_records.record_key = corrections.left_record_key
    group by person_records.person_key
),

totals as (
    select * from {{ ref('int_measures__totals') }}
),

attempts as (
    select person_records.person_key, count(*) as abandoned_call_count
    from person_records
    inner join {{ ref('int_events__calls') }} as calls on person_records.record_key = calls.call_record_key
    where calls.outcome = 'abandoned'
    group by person_records.person_key
),

-- Equal values get equal scores: the quintile comes from how many people stand strictly below, not from a cut through a tie.
suspects as (
    select
        person_key,
        suspect_count as frequency,
        harm_as_suspect as gravity,
        last_suspected_on
    from totals
    where suspect_count > 0
),

time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

delivered as (
    select * from {{ ref('int_window__delivered') }}
),

placed as (
    select
        suspects.person_key,
        {{ dbt.datediff('suspects.last_suspected_on', 'time_window.as_of_date', 'day') }} as recency_days,
        suspects.frequency,
        suspects.gravity,
        count(*) over () as people_count,
        rank() over (order by suspects.last_suspected_on) - 1 as people_less_recent,
        rank() over (order by suspects.frequency) - 1 as people_less_frequent,
        rank() over (order by suspects.gravity) - 1 as people_less_grave
    from suspects
    cross join time_window
),

rfg as (
    select
        person_key,
        recency_days,
        frequency,
        gravity,
        1 + cast(floor(5 * {{ share_of('people_less_recent', 'people_count') }}) as integer) as recency_score,
        1 + cast(floor(5 * {{ share_of('people_less_frequent', 'people_count') }}) as integer) as frequency_score,
        1 + cast(floor(5 * {{ share_of('people_less_grave', 'people_count') }}) as integer) as gravity_score
    from placed
),

measured as (
    select
        cast(people.person_key as {{ dbt.type_string() }}) as person_key,
        people.is_processing_restricted,
        people.is_kept_out,
        {% for count in ['volume', 'volume_firm', 'volume_without_inferences', 'volume_self'] -%}
        cast(coalesce(totals.{{ count }}, 0) as integer) as {{ count }},
        {% endfor -%}
        cast(coalesce(totals.calls_about, 0) as integer) as calls_about,
        cast(coalesce(totals.agency_calls_about, 0) as integer) as agency_calls_about,
        cast(coalesce(totals.approaches, 0) as integer) as approaches,
        cast(coalesce(totals.call_count, 0) as integer) as call_count,
        cast(coalesce(attempts.abandoned_call_count, 0) as integer) as abandoned_call_count,
        {% for count in [
            'contact_count', 'incident_count', 'crime_count', 'custody_count', 'missing_count', 'victim_count', 'suspect_count',
        ] -%}
        cast(coalesce(totals.{{ count }}, 0) as integer) as {{ count }},
        {% endfor -%}
        cast(
            {{ zero_where_none('totals.investigation_count', 'totals.crime_count', 'delivered.has_crimes and delivered.has_investigations') }} as integer
        ) as investigation_count,
        {% for effort, counted, held_by in [
            ('call_handling', 'call', ['calls']),
            ('response', 'incident', ['logs', 'deployments']),
            ('neighbourhood', 'incident', ['logs', 'deployments']),
            ('other_team', 'incident', ['logs', 'deployments']),
            ('custody', 'custody', ['detentions']),
            ('investigation', 'crime', ['crimes', 'investigations']),
            ('missing_police', 'missing', ['episodes']),
            ('missing', 'missing', ['episodes']),
        ] -%}
        {% set is_delivered = 'delivered.has_' ~ held_by | join(' and delivered.has_') -%}
        {{ hours_of(zero_where_none('totals.' ~ effort ~ '_seconds', 'totals.' ~ counted ~ '_count', is_delivered)) }} as {{ effort }}_hours,
        {% endfor -%}
        {{ hours_of(zero_where_none('totals.police_seconds', 'totals.effort_event_count', 'delivered.has_all_effort')) }} as total_hours,
        {{ hours_of(zero_where_none(
            'totals.police_seconds_without_custody', 'totals.effort_event_count - totals.custody_count', 'delivered.has_all_effort'
        )) }} as total_hours_without_custody,
        {{ share_of('totals.effort_known_count', 'totals.effort_event_count') }} as hours_covered_share,
        {% for name, interaction_type in [
            ('call_handling', 'call'), ('attended', 'incident'), ('investigation', 'crime'), ('custody', 'custody'), ('missing_police', 'missing'),
        ] -%}
        {{ share_of('totals.' ~ interaction_type ~ '_effort_known_count', 'totals.' ~ interaction_type ~ '_count') }} as {{ name }}_covered_share,
        {% endfor -%}
        {{ share_of('totals.absence_known_count', 'totals.missing_count') }} as missing_covered_share,
        {% for side in ['victim', 'suspect'] -%}
        cast(
            {{ zero_where_none('totals.harm_as_' ~ side, 'totals.' ~ side ~ '_count', 'delivered.has_crimes and delivered.has_crime_roles') }}
            as {{ type_double() }}
        ) as harm_as_{{ side }},
        {% endfor -%}
        {{ share_of('totals.harm_mapped_count', 'totals.harm_event_count') }} as harm_covered_share,
        cast({{ zero_where_none('totals.thrive_score', 'totals.incident_count', 'delivered.has_logs') }} as {{ type_double() }}) as thrive_score,
        {{ share_of('totals.graded_count', 'totals.incident_count') }} as thrive_covered_share,
        cast(rfg.recency_days as integer) as recency_days,
        cast(coalesce(totals.suspect_count, 0) as integer) as frequency,
        cast(
            {{ zero_where_none('rfg.gravity', 'totals.suspect_count', 'delivered.has_crimes and delivered.has_crime_roles') }} as {{ type_double() }}
        ) as gravity,
        cast(rfg.recency_score as integer) as recency_score,
        cast(rfg.frequency_score as integer) as frequency_score,
        cast(rfg.gravity_score as integer) as gravity_score,
        cast(rfg.recency_score + rfg.frequency_score + rfg.gravity_score as integer) as rfg_score,
        {{ share_of('totals.volume_firm', 'totals.volume') }} as firm_share,
        {{ share_of('totals.inferred_count', 'totals.volume') }} as inferred_share,
        totals.first_interaction_on,
        totals.last_interaction_on,
        totals.last_interaction_at
    from people
    cross join delivered
    left join totals on people.person_key = totals.person_key
    left join attempts on people.person_key = attempts.person_key
    left join rfg on people.person_key = rfg.person_key
),

-- Every scheme breaks ties in the same order, so that order is found once.
final as (
    select
        measured.*,
        cast(
            row_number() over (
                order by volume desc, last_interaction_at desc nulls last, {{ byte_order('person_key') }}
            ) as {{ dbt.type_bigint() }}
        ) as tie_order
    from measured
)

select * from final
