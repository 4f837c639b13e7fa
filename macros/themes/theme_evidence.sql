{# What of an event can carry a theme: the values of `evidence` in seeds/themes/theme_rules.csv. #}
{% macro theme_evidence() -%}
    {{ return(['QUALIFIER', 'OPENING_CODE', 'CLOSING_CODE', 'CRIME_MARKER', 'OFFENCE_CODE', 'CONTACT_REASON', 'INTERACTION_TYPE']) }}
{%- endmacro %}

{# Column of the landing contract that a kind of evidence is read from. #}
{% macro evidence_column(evidence) -%}
    case {{ evidence }}
        when 'QUALIFIER' then 'qualifiers'
        when 'CRIME_MARKER' then 'markers'
        when 'OFFENCE_CODE' then 'ho_offence_code'
        when 'CONTACT_REASON' then 'reason_code'
        else lower({{ evidence }})
    end
{%- endmacro %}
