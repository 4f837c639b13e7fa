{#
    Deletes the rows of people who are sealed today from a relation that is kept from refresh to refresh: a row that said when somebody
    joined or left would tell who is no longer shown. The model that has it as a post-hook also depends on int_identity__sealed_keys.
#}
{% macro forget_sealed_people(relation, columns) -%}
    {%- set conditions = [] -%}
    {%- for column in columns -%}
        {%- do conditions.append(
            column ~ ' in (select person_key from ' ~ ref('int_identity__sealed_keys') ~ ' where not is_of_somebody_else)'
        ) -%}
    {%- endfor -%}
    {{ delete_rows(relation, conditions | join(' or ')) }}
{%- endmacro %}
