{#
    Names that a system keeps in two fields, from what base_values__names made of each: forename, middle_names (of the
    forename field), surname, longer_surname, generation. Expects joins named forenames and surnames, and forename_alone
    and surname_alone: the whole name as it reads where it stands in one of the two fields and the other says nothing.
    A surname that also stands for no name ('Test', 'Blank') counts beside a forename only, and one that repeats the forename
    ('John', 'John Smith') without it.
#}
{% macro fields_of_name() -%}
    {%- set in_surname = "(forenames.forename is null and surname_alone.forename is not null)" -%}
    {%- set in_forename = "(surnames.surname is null and coalesce(surnames.name_reason, '') <> 'placeholder' and forename_alone.surname is not null)" -%}
    {%- for part in ['forename', 'middle_names', 'surname', 'longer_surname', 'generation'] %}
    case
        when {{ in_surname }} then surname_alone.{{ part }}
        when {{ in_forename }} then forename_alone.{{ part }}
        {%- if part == 'surname' %}
        when surnames.is_doubtful and forenames.forename is null then null
        when surnames.surname like forenames.forename || ' %' then substr(surnames.surname, length(forenames.forename) + 2)
        {%- endif %}
        else {{ {
            'forename': 'forenames.forename',
            'middle_names': 'forenames.middle_names',
            'surname': 'surnames.surname',
            'longer_surname': 'null',
            'generation': 'coalesce(surnames.generation, forenames.generation)',
        }[part] }}
    end as {{ part }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
