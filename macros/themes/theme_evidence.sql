{# What of an event can carry a theme: the values of `evidence` in seeds/themes/theme_rules.csv. #}
{% macro theme_evidence() -%}
    {{ return(['QUALIFIER', 'OPENING_CODE', 'CLOSING_CODE', 'CRIME_MARKER', 'OFFENCE_CODE', 'CONTACT_REASON', 'INTERACTION_TYPE']) }}
{%- endmacro %}
