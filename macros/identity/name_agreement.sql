{#
    How two names agree, strongest first. Straight comparison is forename with forename; crossed comparison catches a
    forename and surname typed the wrong way round. A name with one part missing agrees
    only in the part it has, be it typed as forename or surname.
#}
{% macro name_agreement(pair, left_name, right_name, forename_nearness, surname_nearness) -%}
    case
        when {{ pair }}.left_name_id = {{ pair }}.right_name_id and {{ left_name }}.is_full_name then 'same'
        when {{ left_name }}.forename_element_id = {{ right_name }}.forename_element_id and {{ surname_nearness }}.is_surname_slip then 'slip'
        when {{ left_name }}.surname_element_id = {{ right_name }}.surname_element_id and {{ forename_nearness }}.is_forename_slip then 'slip'
        when {{ left_name }}.surname_element_id = {{ right_name }}.surname_element_id and {{ forename_nearness }}.is_short_form then 'short_forename'
        when {{ forename_nearness }}.is_forename_slip and {{ surname_nearness }}.is_surname_slip then 'two_slips'
        when
            ({{ left_name }}.forename_element_id = {{ right_name }}.forename_element_id or {{ forename_nearness }}.is_forename_alike)
            and ({{ left_name }}.surname_element_id = {{ right_name }}.surname_element_id or {{ surname_nearness }}.is_surname_alike)
            then 'alike'
        when {{ pair }}.left_name_id = {{ pair }}.right_name_id then 'same_part'
        when
            not ({{ left_name }}.is_full_name and {{ right_name }}.is_full_name)
            and (
                {{ left_name }}.surname_element_id = {{ right_name }}.lone_element_id
                or {{ right_name }}.surname_element_id = {{ left_name }}.lone_element_id
            )
            then 'surname_only'
        when
            not ({{ left_name }}.is_full_name and {{ right_name }}.is_full_name)
            and (
                {{ left_name }}.forename_element_id = {{ right_name }}.lone_element_id
                or {{ right_name }}.forename_element_id = {{ left_name }}.lone_element_id
            )
            then 'forename_only'
        when not ({{ left_name }}.is_full_name and {{ right_name }}.is_full_name) then 'partly_missing'
        when {{ left_name }}.forename_element_id = {{ right_name }}.forename_element_id then 'other_surname'
        when {{ left_name }}.surname_element_id = {{ right_name }}.surname_element_id then 'other_forename'
        else 'different'
    end
{%- endmacro %}
