with name_tokens as (
    select
        name_token_id,
        name_token,
        length(name_token) as token_length,
        is_established_forename,
        is_established_surname
    from {{ ref('int_identity__name_tokens') }}
),

ambiguous_short_forms as (
    select distinct short_form, full_form from {{ ref('ambiguous_short_forms') }}
),

short_forms as (
    select
        short_names.name_token_id as left_token_id,
        full_names.name_token_id as right_token_id
    from name_tokens as short_names
    inner join name_tokens as full_names
        on
            substring(full_names.name_token, 1, 1) = short_names.name_token
            and short_names.token_length = 1
            and full_names.token_length > 1
    union
    select
        short_names.name_token_id as left_token_id,
        full_names.name_token_id as right_token_id
    from ambiguous_short_forms
    inner join name_tokens as short_names on ambiguous_short_forms.short_form = short_names.name_token
    inner join name_tokens as full_names on ambiguous_short_forms.full_form = full_names.name_token
),

-- The first letters of a name do not contradict it ('Moh' Mohammed), though they are not enough to link by.
beginnings as (
    select
        beginning.name_token_id as left_token_id,
        whole.name_token_id as right_token_id
    from name_tokens as beginning
    inner join name_tokens as whole on beginning.name_token = substring(whole.name_token, 1, 3)
    where beginning.token_length = 3 and whole.token_length > 3
    union
    select
        beginning.name_token_id as left_token_id,
        whole.name_token_id as right_token_id
    from name_tokens as beginning
    inner join name_tokens as whole on beginning.name_token = substring(whole.name_token, 1, 2)
    where beginning.token_length = 2 and whole.token_length > 2
),

one_slip_apart as (
    select * from {{ ref('int_identity__token_slips') }}
),

alike as (
    select * from {{ ref('int_identity__alike_tokens') }}
),

both_ways as (
    select left_token_id, right_token_id, false as is_one_slip, false as is_short_form, false as is_alike from beginnings
    union all
    select
        right_token_id as left_token_id,
        left_token_id as right_token_id,
        false as is_one_slip,
        false as is_short_form,
        false as is_alike
    from beginnings
    union all
    select left_token_id, right_token_id, true as is_one_slip, false as is_short_form, false as is_alike from one_slip_apart
    union all
    select left_token_id, right_token_id, false as is_one_slip, true as is_short_form, false as is_alike from short_forms
    union all
    select
        right_token_id as left_token_id,
        left_token_id as right_token_id,
        false as is_one_slip,
        true as is_short_form,
        false as is_alike
    from short_forms
    union all
    select left_token_id, right_token_id, false as is_one_slip, false as is_short_form, true as is_alike from alike
),

nearness as (
    select
        left_token_id,
        right_token_id,
        max(case when is_one_slip then 1 else 0 end) as slip_flag,
        max(case when is_short_form then 1 else 0 end) as short_form_flag,
        max(case when is_alike then 1 else 0 end) as alike_flag,
        max(case when is_one_slip or is_short_form or is_alike then 0 else 1 end) as beginning_flag
    from both_ways
    group by left_token_id, right_token_id
)

-- Two names that both stand in their own right (Tia and Mia) are two names, however alike: no slip explains them.
select
    nearness.left_token_id,
    nearness.right_token_id,
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
inner join name_tokens as left_elements on nearness.left_token_id = left_elements.name_token_id
inner join name_tokens as right_elements on nearness.right_token_id = right_elements.name_token_id
