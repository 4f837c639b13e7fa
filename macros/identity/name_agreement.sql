{#
    How two names agree, strongest first. `contradicted` comes before all: something in the two names says that they are two people.
    A shared first forename with two different second ones (Mohammed Bilal, Mohammed Hamza), Singh beside Kaur, senior beside
    junior, a surname beside its other gender's form. Same forename and surname, where only one side says which of several, is a short
    form. A name with one part missing agrees only in the part it has, be it typed as forename or surname.

    left_name, right_name          rows of int_identity__names
    forenames, surnames, seconds   rows of int_identity__token_comparisons for the two forenames, surnames, second forenames
#}
{% macro name_agreement(left_name, right_name, forenames, surnames, seconds) -%}
    {%- set same_forename = left_name ~ '.forename_token_id = ' ~ right_name ~ '.forename_token_id' -%}
    {%- set same_surname = left_name ~ '.surname_token_id = ' ~ right_name ~ '.surname_token_id' -%}
    {%- set both_full = left_name ~ '.is_full_name and ' ~ right_name ~ '.is_full_name' -%}
    case
        when {{ left_name }}.name_id = {{ right_name }}.name_id and {{ left_name }}.is_full_name then 'same'
        when
            {{ surnames }}.is_other_gender
            or {{ left_name }}.singh_or_kaur <> {{ right_name }}.singh_or_kaur
            or {{ left_name }}.generation <> {{ right_name }}.generation
            or (
                {{ same_forename }}
                and {{ left_name }}.second_forename_token_id <> {{ right_name }}.second_forename_token_id
                and not coalesce({{ seconds }}.is_forename_slip or {{ seconds }}.is_short_form, false)
            )
            then 'contradicted'
        when {{ same_forename }} and {{ same_surname }} then 'short_forename'
        when {{ same_forename }} and {{ surnames }}.is_surname_slip then 'slip'
        when {{ same_surname }} and {{ forenames }}.is_forename_slip then 'slip'
        when {{ same_surname }} and {{ forenames }}.is_short_form then 'short_forename'
        when ({{ forenames }}.is_forename_slip or {{ forenames }}.is_short_form) and {{ surnames }}.is_surname_slip then 'two_slips'
        when
            ({{ same_forename }} or {{ forenames }}.is_forename_alike)
            and ({{ same_surname }} or {{ surnames }}.is_surname_alike)
            then 'alike'
        when {{ left_name }}.name_id = {{ right_name }}.name_id then 'same_part'
        when
            not ({{ both_full }})
            and (
                {{ left_name }}.surname_token_id = {{ right_name }}.lone_token_id
                or {{ right_name }}.surname_token_id = {{ left_name }}.lone_token_id
            )
            then 'surname_only'
        when
            not ({{ both_full }})
            and (
                {{ left_name }}.forename_token_id = {{ right_name }}.lone_token_id
                or {{ right_name }}.forename_token_id = {{ left_name }}.lone_token_id
            )
            then 'forename_only'
        when not ({{ both_full }}) then 'partly_missing'
        when {{ same_forename }} then 'other_surname'
        when {{ same_surname }} then 'other_forename'
        else 'different'
    end
{%- endmacro %}
