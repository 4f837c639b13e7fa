select measures.person_key
from {{ ref('fsu_person_measures') }} as measures
cross join {{ ref('int_window__delivered') }} as delivered
where false
    {% for hours, counted, held_by in [
        ('call_handling_hours', 'call_count', 'has_calls'),
        ('response_hours', 'incident_count', 'has_logs and delivered.has_deployments'),
        ('neighbourhood_hours', 'incident_count', 'has_logs and delivered.has_deployments'),
        ('other_team_hours', 'incident_count', 'has_logs and delivered.has_deployments'),
        ('custody_hours', 'custody_count', 'has_detentions'),
        ('investigation_hours', 'crime_count', 'has_crimes and delivered.has_investigations'),
        ('missing_police_hours', 'missing_count', 'has_episodes'),
        ('missing_hours', 'missing_count', 'has_episodes'),
        ('harm_as_victim', 'victim_count', 'has_crimes and delivered.has_crime_roles'),
        ('harm_as_suspect', 'suspect_count', 'has_crimes and delivered.has_crime_roles'),
        ('thrive_score', 'incident_count', 'has_logs'),
    ] -%}
    or (measures.{{ counted }} = 0 and delivered.{{ held_by }} and coalesce(measures.{{ hours }}, -1) <> 0)
    or (measures.{{ counted }} = 0 and not (delivered.{{ held_by }}) and measures.{{ hours }} is not null)
    {% endfor -%}
