{#
    Evidence that leaves something out, with the link strengths that are left: a scheme that weighs nothing but
    measures_by_evidence() is ranked by each of them as well.
#}
{% macro firmer_evidence() -%}
    {{ return({'firm_only': ['firm'], 'without_inferences': ['firm', 'likely']}) }}
{%- endmacro %}

{#
    The measures that are the same sum over fewer interactions. rfg_score is none: it is a place among people, and among whom changes
    with the evidence.
#}
{% macro measures_by_evidence() -%}
    {{ return(['volume', 'approaches', 'total_hours', 'harm_as_victim', 'harm_as_suspect', 'thrive_score']) }}
{%- endmacro %}
