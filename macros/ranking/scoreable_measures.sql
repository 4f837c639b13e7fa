{#
    The measures of fsu_person_measures that a ranking scheme may weigh (seeds/weights/scheme_components.csv). Counts, hours and harm
    only: no theme, and so nothing about anybody's health, can be scored.
#}
{% macro scoreable_measures() -%}
    {{ return([
        'volume', 'volume_self', 'calls_about', 'approaches',
        'call_count', 'contact_count', 'incident_count', 'crime_count', 'custody_count', 'missing_count',
        'victim_count', 'suspect_count',
        'call_handling_hours', 'response_hours', 'neighbourhood_hours', 'other_team_hours',
        'custody_hours', 'investigation_hours', 'total_hours', 'total_hours_without_custody',
        'harm_as_victim', 'harm_as_suspect', 'thrive_score', 'rfg_score',
    ]) }}
{%- endmacro %}
