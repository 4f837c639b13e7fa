{#
    How good a date of birth is, seen from the day its row was extracted, and the date where it may be used (full or weak).
    `dates` is a join of base_values__dates_of_birth, which knows the extraction's year but not its day: a year of two digits whose
    day had not come is last century's.
#}
{% macro dob_quality(dates, extracted_at) -%}
    case
        when {{ dates }}.dob_quality is null then 'missing'
        when {{ dates }}.date_of_birth > cast({{ extracted_at }} as date) and {{ dates }}.century_earlier_on is null then 'future'
        else {{ dates }}.dob_quality
    end
{%- endmacro %}

{% macro believable_dob(dates, extracted_at) -%}
    case
        when {{ dates }}.dob_quality not in ('full', 'weak') then null
        when {{ dates }}.date_of_birth <= cast({{ extracted_at }} as date) then {{ dates }}.date_of_birth
        else {{ dates }}.century_earlier_on
    end
{%- endmacro %}
