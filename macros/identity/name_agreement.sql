{#
    How two names agree, strongest first. Straight comparison is forename with forename; crossed comparison catches a
    forename and surname typed the wrong way round. A name with one part missing agrees
    only in the part it has, be it typed as forename or surname.
#}
{% macro name_agreement(left_name, right_name, forename_nearness, surname_nearness) -%}
    case
        when {{ left_name }}.name_id = {{ right_name }}.name_id and {{ left_name }}.is_full_name then 'same'
        when {{ left_name }}.forename_token_id = {{ right_name }}.forename_token_id and {{ surname_nearness }}.is_surname_slip then 'slip'
        when {{ left_name }}.surname_token_id = {{ right_name }}.surname_token_id and {{ forename_nearness }}.is_forename_slip then 'slip'
        when {{ left_name }}.surname_token_id = {{ right_name }}.surname_token_id and {{ forename_nearness }}.is_short_form then 'short_forename'
        when {{ forename_nearness }}.is_forename_slip and {{ surname_nearness }}.is_surname_slip then 'two_slips'
        when
            ({{ left_name }}.forename_token_id = {{ right_name }}.forename_token_id or {{ forename_nearness }}.is_forename_alike)
            and ({{ left_name }}.surname_token_id = {{ right_name }}.surname_token_id or {{ surname_nearness }}.is_surname_alike)
            then 'alike'
        when {{ left_name }}.name_id = {{ right_name }}.name_id then 'same_part'
        when
            not ({{ left_name }}.is_full_name and {{ right_name }}.is_full_name)
            and (
                {{ left_name }}.surname_token_id = {{ right_name }}.lone_token_id
                or {{ right_name }}.surname_token_id = {{ left_name }}.lone_token_id
            )
            then 'surname_only'
        when
            not ({{ left_name }}.is_full_name and {{ right_name }}.is_full_name)
            and (
                {{ left_name }}.forename_token_id = {{ right_name }}.lone_token_id
                or {{ right_name }}.forename_token_id = {{ left_name }}.lone_token_id
            )
            then 'forename_only'
        when not ({{ left_name }}.is_full_name and {{ right_name }}.is_full_name) then 'partly_missing'
        when {{ left_name }}.forename_token_id = {{ right_name }}.forename_token_id then 'other_surname'
        when {{ left_name }}.surname_token_id = {{ right_name }}.surname_token_id then 'other_forename'
        else 'different'
    end
{%- endmacro %}
