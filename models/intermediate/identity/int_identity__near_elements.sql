with elements as (
    select
        element_id,
        element,
        length(element) as element_length,
        is_established_forename,
        is_established_surname
    from {{ ref('int_identity__name_elements') }}
),

ambiguous_short_forms as (
    select distinct short_form, full_form from {{ ref('ambiguous_short_forms') }}
),

short_forms as (
    select
        short_names.element_id as left_element_id,
        full_names.element_id as right_element_id
    from elements as short_names
    inner join elements as full_names
        on
            substring(full_names.element, 1, 1) = short_names.element
            and short_names.element_length = 1
            and full_names.element_length > 1
    union
    select
        short_names.element_id as left_element_id,
        full_names.element_id as right_element_id
    from ambiguous_short_forms
    inner join elements as short_names on ambiguous_short_forms.short_form = short_names.element
    inner join elements as full_names on ambiguous_short_forms.full_form = full_names.element
),

-- The first letters of a name do not contradict it ('Moh' Mohammed), though they are not enough to link by.
beginnings as (
    select
        beginning.element_id as left_element_id,
        whole.element_id as right_element_id
    from elements as beginning
    inner join elements as whole on beginning.element = substring(whole.element, 1, 3)
    where beginning.element_length = 3 and whole.element_length > 3
    union
    select
        beginning.element_id as left_element_id,
        whole.element_id as right_element_id
    from elements as beginning
    inner join elements as whole on beginning.element = substring(whole.element, 1, 2)
    where beginning.element_length = 2 and whole.element_length > 2
),

one_slip_apart as (
    select * from {{ ref('int_identity__slips') }}
),

alike as (
    select * from {{ ref('int_identity__alike_elements') }}
),

both_ways as (
    select left_element_id, right_element_id, false as is_one_slip, false as is_short_form, false as is_alike from beginnings
    union all
    select
        right_element_id as left_element_id,
        left_element_id as right_element_id,
        false as is_one_slip,
        false as is_short_form,
        false as is_alike
    from beginnings
    union all
    select left_element_id, right_element_id, true as is_one_slip, false as is_short_form, false as is_alike from one_slip_apart
    union all
    select left_element_id, right_element_id, false as is_one_slip, true as is_short_form, false as is_alike from short_forms
    union all
    select
        right_element_id as left_element_id,
        left_element_id as right_element_id,
        false as is_one_slip,
        true as is_short_form,
        false as is_alike
    from short_forms
    union all
    select left_element_id, right_element_id, false as is_one_slip, false as is_short_form, true as is_alike from alike
),

nearness as (
    select
        left_element_id,
        right_element_id,
        max(case when is_one_slip then 1 else 0 end) as slip_flag,
        max(case when is_short_form then 1 else 0 end) as short_form_flag,
        max(case when is_alike then 1 else 0 end) as alike_flag,
        max(case when is_one_slip or is_short_form or is_alike then 0 else 1 end) as beginning_flag
    from both_ways
    group by left_element_id, right_element_id
)

-- Two names that both stand in their own right (Tia and Mia) are two names, however alike: no slip explains them.
select
    nearness.left_element_id,
    nearness.right_element_id,
    nearness.slip_flag = 1
    and not (left_elements.is_established_forename and right_elements.is_established_forename) as is_forename_slip,
    nearness.slip_flag = 1
    and not (left_elements.is_established_surname and right_elements.is_established_surname) as is_surname_slip,
    nearness.short_form_flag = 1 as is_short_form,
    nearness.slip_flag + nearness.alike_flag > 0
    and not (left_elements.is_established_forename and right_elements.is_established_forename) as is_forename_alike,
    nearness.slip_flag + nearness.alike_flag > 0
    and not (left_elements.is_established_surname and right_elements.is_established_surname) as is_surname_alike,
    -- What may stand for the same forename: only this keeps a veto from being cast.
    nearness.slip_flag + nearness.short_form_flag + nearness.beginning_flag > 0 as is_compatible
from nearness
inner join elements as left_elements on nearness.left_element_id = left_elements.element_id
inner join elements as right_elements on nearness.right_element_id = right_elements.element_id
