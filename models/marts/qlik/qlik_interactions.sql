{%- set fields = {
    '%interaction': 'interactions.interaction_key',
    '%date': 'interactions.occurred_on',
    '%offence': 'interactions.ho_offence_code',
    'Interaction Type': 'types.interaction_type_name',
    'Interaction Type Sort': 'types.sort_order',
    'Interaction Source System': 'systems.label',
    'Interaction Source System Sort': 'systems.sort_order',
    'Interaction Day': 'interactions.occurred_on',
    'Interaction Hour': 'interactions.occurred_hour',
    'Interaction Area': 'coalesce(areas.npu_name, \'Area not known\')',
    'Interaction Area Sort': 'areas.sort_order',
    'Interaction Area From': 'area_sources.label',
    'Interaction Area From Sort': 'area_sources.sort_order',
    'Interaction Channel': 'coalesce(channels.channel_name, \'Not recorded\')',
    'Interaction Channel Sort': 'channels.sort_order',
    'Interaction Grade': 'coalesce(grades.grade_name, \'Not recorded\')',
    'Interaction Grade Sort': 'grades.sort_order',
    'Interaction Risk Grade': 'coalesce(risk_grades.risk_grade_name, \'Not recorded\')',
    'Interaction Risk Grade Sort': 'risk_grades.sort_order',
    'Interaction Approach': 'interactions.chain_key',
    'Interaction People': 'interactions.people_count',
    'Interaction Units Sent': 'interactions.unit_count',
    'Interaction Units Attended': 'interactions.attended_unit_count',
    'Interaction Officers': 'interactions.officer_count',
    'Interaction Investigations': 'interactions.investigation_count',
    'Interaction Call Handling Hours': 'interactions.call_handling_hours',
    'Interaction Response Officer-Hours': 'interactions.response_hours',
    'Interaction Neighbourhood Officer-Hours': 'interactions.neighbourhood_hours',
    'Interaction Other Team Officer-Hours': 'interactions.other_team_hours',
    'Interaction Custody Hours': 'interactions.custody_hours',
    'Interaction Investigation Hours': 'interactions.investigation_hours',
    'Interaction Missing Police Hours': 'interactions.missing_police_hours',
    'Interaction Hours Missing': 'interactions.missing_hours',
    'Interaction Police Hours': 'interactions.police_hours',
    'Interaction Effort Known': yes_no('interactions.is_effort_known'),
    'Interaction Effort Known Flag': flag_number('interactions.is_effort_known'),
    'Interaction Harm': 'interactions.harm_weight',
    'Interaction Grade Weight': 'interactions.grade_weight',
    'Interaction By Agency': yes_no('interactions.is_agency_contact'),
    'Interaction By Agency Flag': flag_number('interactions.is_agency_contact'),
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fct_interactions') }} as interactions
inner join {{ ref('dim_interaction_types') }} as types on interactions.interaction_type = types.interaction_type
inner join {{ ref('dim_labels') }} as systems on interactions.source_system = systems.label_code and systems.label_of = 'source_system'
inner join {{ ref('dim_labels') }} as area_sources on interactions.npu_source = area_sources.label_code and area_sources.label_of = 'npu_source'
left join {{ ref('dim_npus') }} as areas on interactions.npu_code = areas.npu_code
left join {{ ref('dim_channels') }} as channels on interactions.channel = channels.channel
left join {{ ref('dim_grades') }} as grades on interactions.grade_code = grades.grade_code
left join {{ ref('dim_risk_grades') }} as risk_grades on interactions.risk_grade_code = risk_grades.risk_grade_code
