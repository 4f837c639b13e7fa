{%- set fields = {
    '%person_scheme': person_scheme_key('ranked'),
    'Cohort Person': 'ranked.person_key',
    'Cohort Scheme': 'schemes.scheme_name',
    'Cohort Scheme Sort': 'schemes.sort_order',
    'Cohort Scheme In Force': yes_no('schemes.is_in_force'),
    'Cohort Scheme In Force Flag': flag_number('schemes.is_in_force'),
    'Cohort Rank': 'ranked.rank',
    'Cohort Score': 'ranked.score',
    'Cohort Percentile': 'ranked.percentile',
    'Cohort Previous Rank': 'cohort.previous_rank',
    'Cohort Change': 'coalesce(changes.change_name, \'Not known\')',
    'Cohort Change Sort': 'changes.sort_order',
    'Cohort Home Area': 'coalesce(home_areas.npu_name, \'Area not known\')',
    'Cohort Home Area Sort': 'home_areas.sort_order',
    'Cohort Home Area Rank': 'home_ranks.rank_in_npu_by_lives',
    'Cohort Events Area': 'coalesce(event_areas.npu_name, \'Area not known\')',
    'Cohort Events Area Sort': 'event_areas.sort_order',
    'Cohort Events Area Rank': 'event_ranks.rank_in_npu_by_events',
    'Cohort Under 18': yes_no('people.is_under_18'),
    'Cohort Under 18 Flag': flag_number('people.is_under_18'),
    'Cohort In Care': yes_no('people.has_been_in_care'),
    'Cohort In Care Flag': flag_number('people.has_been_in_care'),
    'Cohort Processing Restricted': yes_no('people.is_processing_restricted'),
    'Cohort Processing Restricted Flag': flag_number('people.is_processing_restricted'),
    'Cohort At Communal Property': yes_no('properties.is_communal'),
    'Cohort At Communal Property Flag': flag_number('properties.is_communal'),
    'Cohort People At Property': 'properties.people_count',
    'Cohort Household Rank': 'households.rank',
    'Cohort First Interaction': 'people.first_interaction_on',
    'Cohort Last Interaction': 'people.last_interaction_on',
    'Cohort Trend': 'coalesce(trends.label, \'Not known\')',
    'Cohort Trend Sort': 'trends.sort_order',
    'Cohort Recent Interactions': 'escalation.recent_count',
    'Cohort Escalating': yes_no('escalation.is_escalating'),
    'Cohort Escalating Flag': flag_number('escalation.is_escalating'),
    'Cohort Interactions': 'measures.volume',
    'Cohort Interactions By Firm Links': 'measures.volume_firm',
    'Cohort Interactions Of Their Own': 'measures.volume_self',
    'Cohort Approaches To The Police': 'measures.approaches',
    'Cohort Calls By Others About Them': 'measures.calls_about',
    'Cohort Calls': 'measures.call_count',
    'Cohort Records Of Contact': 'measures.contact_count',
    'Cohort Incident Logs': 'measures.incident_count',
    'Cohort Crimes': 'measures.crime_count',
    'Cohort Detentions': 'measures.custody_count',
    'Cohort Missing-person Episodes': 'measures.missing_count',
    'Cohort Crimes As Victim': 'measures.victim_count',
    'Cohort Crimes As Suspect Or Offender': 'measures.suspect_count',
    'Cohort Call Handling Hours': 'measures.call_handling_hours',
    'Cohort Response Officer-hours': 'measures.response_hours',
    'Cohort Neighbourhood Officer-hours': 'measures.neighbourhood_hours',
    'Cohort Other Team Officer-hours': 'measures.other_team_hours',
    'Cohort Custody Hours': 'measures.custody_hours',
    'Cohort Investigation Hours': 'measures.investigation_hours',
    'Cohort Police Hours': 'measures.total_hours',
    'Cohort Police Hours Without Custody': 'measures.total_hours_without_custody',
    'Cohort Share With Known Hours': 'measures.hours_covered_share',
    'Cohort Harm As Victim': 'measures.harm_as_victim',
    'Cohort Harm As Suspect Or Offender': 'measures.harm_as_suspect',
    'Cohort THRIVE Score': 'measures.thrive_score',
    'Cohort Days Since Last Suspected': 'measures.recency_days',
    'Cohort Share By Firm Links': 'measures.firm_share',
    'Cohort Share By Inference Alone': 'measures.inferred_share',
    'Cohort Themes': 'theme_lists.theme_names',
    'Cohort Roles': 'role_lists.role_names',
    'Cohort Best Rank': 'sensitivity.best_rank',
    'Cohort Worst Rank': 'sensitivity.worst_rank',
    'Cohort Rank By Firm Links': 'firm.rank',
    'Cohort Rank Without Inferences': 'certain.rank',
    'Cohort Rank Without Custody': 'uncaged.rank',
    'Cohort Missed By Lists': yes_no('missed.is_missed'),
    'Cohort Missed By Lists Flag': flag_number('missed.is_missed'),
} -%}

with ranked as (
    select * from {{ ref('fsu_ranked') }} where is_cohort
),

variants as (
    select
        person_key,
        scheme_code,
        counted_evidence,
        rank
    from {{ ref('fsu_rank_variants') }}
    where counted_evidence <> 'all'
),

theme_lists as (
    select person_key, {{ ordered_string_agg('theme_name', '|', byte_order('theme_name')) }} as theme_names
    from (
        select distinct person_interactions.person_key, themes.theme_name
        from {{ ref('fct_person_interactions') }} as person_interactions
        inner join {{ ref('fct_interaction_themes') }} as event_themes
            on person_interactions.interaction_key = event_themes.interaction_key
        inner join {{ ref('dim_themes') }} as themes on event_themes.theme_code = themes.theme_code
    ) as person_themes
    group by person_key
),

role_lists as (
    select person_key, {{ ordered_string_agg('role_name', '|', 'sort_order') }} as role_names
    from (
        select distinct person_interactions.person_key, roles.role_name, roles.sort_order
        from {{ ref('fct_person_interactions') }} as person_interactions
        inner join {{ ref('dim_roles') }} as roles on person_interactions.role = roles.role
    ) as person_roles
    group by person_key
),

final as (
    select
        {{ qlik_fields(fields) }}
    from ranked
    inner join {{ ref('dim_schemes') }} as schemes on ranked.scheme_code = schemes.scheme_code
    inner join {{ ref('dim_people') }} as people on ranked.person_key = people.person_key
    inner join {{ ref('fsu_person_measures') }} as measures on ranked.person_key = measures.person_key
    left join {{ ref('fsu_cohort') }} as cohort on ranked.person_key = cohort.person_key and ranked.scheme_code = cohort.scheme_code
    left join {{ ref('dim_changes') }} as changes on cohort.change = changes.change
    left join {{ ref('dim_npus') }} as home_areas on people.home_npu_code = home_areas.npu_code
    left join {{ ref('dim_npus') }} as event_areas on people.events_npu_code = event_areas.npu_code
    {% for area in ['home', 'event'] -%}
    left join {{ ref('fsu_npu_ranks') }} as {{ area }}_ranks
        on ranked.person_key = {{ area }}_ranks.person_key
            and ranked.scheme_code = {{ area }}_ranks.scheme_code
            and {{ area }}_areas.npu_code = {{ area }}_ranks.npu_code
    {% endfor -%}
    left join {{ ref('fct_person_properties') }} as properties on ranked.person_key = properties.person_key
    left join {{ ref('fsu_households') }} as households on people.household_key = households.household_key
    left join {{ ref('fsu_escalation') }} as escalation on ranked.person_key = escalation.person_key
    left join {{ ref('dim_labels') }} as trends on escalation.trend = trends.label_code and trends.label_of = 'trend'
    left join theme_lists on ranked.person_key = theme_lists.person_key
    left join role_lists on ranked.person_key = role_lists.person_key
    left join {{ ref('fsu_rank_sensitivity') }} as sensitivity on ranked.person_key = sensitivity.person_key
    {% for variant, evidence in [('firm', 'firm_only'), ('certain', 'without_inferences'), ('uncaged', 'without_custody')] -%}
    left join variants as {{ variant }}
        on ranked.person_key = {{ variant }}.person_key
            and ranked.scheme_code = {{ variant }}.scheme_code
            and {{ variant }}.counted_evidence = '{{ evidence }}'
    {% endfor -%}
    left join {{ ref('fsu_missed_by_todays_lists') }} as missed on ranked.person_key = missed.person_key
)

select * from final
