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

-- Masculine ending, feminine ending; Slavic surnames, and forenames that end in -a for a woman.
endings as (
    select * from {{ ref('gendered_endings') }}
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

gendered_pairs as (
    select
        masculine.name_token_id as masculine_id,
        feminine.name_token_id as feminine_id,
        endings.applies_to
    from endings
    inner join name_tokens as masculine
        on substring(masculine.name_token, masculine.token_length - length(endings.masculine) + 1) = endings.masculine
    inner join name_tokens as feminine
        on substring(masculine.name_token, 1, masculine.token_length - length(endings.masculine)) || endings.feminine = feminine.name_token
    where masculine.token_length >= 4 and feminine.token_length >= 4
),

gendered as (
    select
        masculine_id,
        feminine_id,
        max(case when applies_to = 'forename' then 1 else 0 end) = 1 as is_forename,
        max(case when applies_to = 'surname' then 1 else 0 end) = 1 as is_surname
    from gendered_pairs
    group by masculine_id, feminine_id
),

gendered_forms as (
    select masculine_id as left_token_id, feminine_id as right_token_id, is_forename, is_surname from gendered
    union all
    select feminine_id as left_token_id, masculine_id as right_token_id, is_forename, is_surname from gendered
),

kinds as (
    select left_token_id, right_token_id, kind from {{ ref('int_identity__near_tokens') }}
    union all
    select left_token_id, right_token_id, 'gendered' as kind from gendered_forms
    union all
    select left_token_id, right_token_id, 'short_form' as kind from short_forms
    union all
    select right_token_id as left_token_id, left_token_id as right_token_id, 'short_form' as kind from short_forms
    union all
    select left_token_id, right_token_id, 'beginning' as kind from beginnings
    union all
    select right_token_id as left_token_id, left_token_id as right_token_id, 'beginning' as kind from beginnings
),

nearness as (
    select
        left_token_id,
        right_token_id,
        {% for kind in ['slip', 'other_vowel', 'alike', 'short_form', 'beginning'] -%}
        max(case when kind = '{{ kind }}' then 1 else 0 end) as {{ kind }}_flag{% if not loop.last %},{% endif %}
        {% endfor %}
    from kinds
    group by left_token_id, right_token_id
),

-- Two names that both stand in their own right (Tia and Mia) are two names, however alike: no slip explains them. A forename and its
-- other gender's form (Dorel, Dorela) are two as well, and so are short ones that differ in a vowel (Rojin, Rojan); and of two forenames
-- that nobody knows, nobody can say which is the slip.
judged as (
    select
        nearness.*,
        left_tokens.is_established_forename and right_tokens.is_established_forename as are_both_forenames,
        left_tokens.is_established_surname and right_tokens.is_established_surname as are_both_surnames,
        left_tokens.is_established_forename or right_tokens.is_established_forename as is_either_forename,
        coalesce(gendered_forms.is_forename, false) or nearness.other_vowel_flag = 1 as are_two_forenames,
        coalesce(gendered_forms.is_surname, false) as are_gendered_surnames
    from nearness
    inner join name_tokens as left_tokens on nearness.left_token_id = left_tokens.name_token_id
    inner join name_tokens as right_tokens on nearness.right_token_id = right_tokens.name_token_id
    left join gendered_forms
        on nearness.left_token_id = gendered_forms.left_token_id and nearness.right_token_id = gendered_forms.right_token_id
),

final as (
    select
        left_token_id,
        right_token_id,
        slip_flag = 1 and is_either_forename and not are_both_forenames and not are_two_forenames as is_forename_slip,
        slip_flag = 1 and not are_both_surnames and not are_gendered_surnames as is_surname_slip,
        short_form_flag = 1 as is_short_form,
        slip_flag + alike_flag > 0
        and is_either_forename
        and not are_both_forenames
        and not are_two_forenames as is_forename_alike,
        slip_flag + alike_flag > 0 and not are_both_surnames and not are_gendered_surnames as is_surname_alike,
        are_gendered_surnames as is_other_gender,
        -- What may stand for the same forename: only this keeps a veto from being cast.
        slip_flag + short_form_flag + beginning_flag > 0 and not are_two_forenames as is_compatible
    from judged
)

select * from final
