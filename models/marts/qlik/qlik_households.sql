{%- set fields = {
    '%household': 'households.household_key',
    'Household Area': 'coalesce(areas.npu_name, \'Area not known\')',
    'Household Area Sort': 'areas.sort_order',
    'Household Is Communal': yes_no('households.is_communal'),
    'Household Is Communal Flag': flag_number('households.is_communal'),
    'Household People': 'households.people_count',
    'Household Interactions': 'households.volume',
    'Household Rank': 'households.rank',
    'Household Last Interaction': 'households.last_interaction_on',
    'Household Police Hours': 'households.total_hours',
    'Household Police Hours Without Custody': 'households.total_hours_without_custody',
    'Household Share With Known Hours': 'households.hours_covered_share',
    'Household Harm As Victim': 'households.harm_as_victim',
    'Household Harm As Suspect': 'households.harm_as_suspect',
    'Household Calls': 'households.call_count',
    'Household Records Of Contact': 'households.contact_count',
    'Household Incident Logs': 'households.incident_count',
    'Household Crimes': 'households.crime_count',
    'Household Detentions': 'households.custody_count',
    'Household Missing Episodes': 'households.missing_count',
    'Household Crimes As Victim': 'households.victim_count',
    'Household Crimes As Suspect': 'households.suspect_count',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fsu_households') }} as households
left join {{ ref('dim_npus') }} as areas on households.npu_code = areas.npu_code
