{#
    How good a date of birth is, seen from the day its row was extracted, and the date where it may be used (full or weak).
    `parsed` and `quality` come from base_values__dates_of_birth, which knows the extraction's year but not its day.
#}
{% macro dob_quality(parsed, quality, extracted_at) -%}
    case
        when {{ quality }} is null then 'missing'
        when {{ parsed }} > cast({{ extracted_at }} as date) then 'future'
        else {{ quality }}
    end
{%- endmacro %}

{% macro believable_dob(parsed, quality, extracted_at) -%}
    case
        when {{ quality }} in ('full', 'weak') and {{ parsed }} <= cast({{ extracted_at }} as date) then {{ parsed }}
    end
{%- endmacro %}
