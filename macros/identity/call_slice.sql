{#
    Number of the slice of time that a moment lies in. Slices are as long as a contact chain may be (`contact_chain_minutes`): a call and
    what was typed during it lie in the same slice or the next, so that they meet by an equality and one busy switchboard does not meet
    itself a hundred million times.
#}
{% macro call_slice(moment) -%}
    {%- set slice_seconds = [var('contact_chain_minutes') | int * 60, 1] | max -%}
    cast(floor({{ seconds_between("cast('2000-01-01 00:00:00' as timestamp)", moment) }} / {{ slice_seconds }}.0) as {{ dbt.type_bigint() }})
{%- endmacro %}
