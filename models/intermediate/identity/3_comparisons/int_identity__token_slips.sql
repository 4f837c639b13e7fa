with name_tokens as (
    select name_token_id, name_token, is_established_forename, is_established_surname
    from {{ ref('int_identity__name_tokens') }}
),

name_variants as (
    select distinct variant, canonical from {{ ref('name_variants') }}
),

-- A slip can be one of another spelling of the name ('Ktaie' of Katie, who is a Catherine here).
spellings as (
    select name_token_id, name_token as spelling, true as is_own from name_tokens
    union all
    select
        name_tokens.name_token_id,
        name_variants.variant as spelling,
        false as is_own
    from name_tokens
    inner join name_variants on name_tokens.name_token = name_variants.canonical
),

measured as (
    select name_token_id, spelling, is_own, length(spelling) as spelling_length from spellings
),

positions as (
    {% for position in range(1, 21) -%}
        select {{ position }} as position{% if not loop.last %} union all {% endif %}
    {% endfor %}
),

-- Two names one slip apart (a letter added, lost, changed, or two swapped) share a form that lacks one letter.
deletions as (
    select name_token_id, is_own, spelling_length, 0 as position, '' as letter, spelling as form from measured where spelling_length >= 3
    union
    select
        measured.name_token_id,
        measured.is_own,
        measured.spelling_length,
        positions.position,
        substring(measured.spelling, positions.position, 1) as letter,
        substring(measured.spelling, 1, positions.position - 1) || substring(measured.spelling, positions.position + 1) as form
    from measured
    inner join positions on measured.spelling_length >= positions.position
    where measured.spelling_length between 3 and 20
),

one_slip_apart as (
    select
        left_form.name_token_id as left_token_id,
        right_form.name_token_id as right_token_id,
        left_form.is_own and right_form.is_own as is_of_own_spellings,
        left_form.spelling_length = right_form.spelling_length
        and left_form.spelling_length <= {{ var('short_forename_length') }}
        and left_form.position = right_form.position
        and left_form.letter in ('A', 'E', 'I', 'O', 'U', 'Y')
        and right_form.letter in ('A', 'E', 'I', 'O', 'U', 'Y') as is_other_vowel
    from deletions as left_form
    inner join deletions as right_form
        on left_form.form = right_form.form and left_form.name_token_id <> right_form.name_token_id
    where
        (left_form.is_own or right_form.is_own)
        and abs(left_form.spelling_length - right_form.spelling_length) <= 1
        and greatest(left_form.spelling_length, right_form.spelling_length) >= 4
),

-- A short forename with another vowel is another name, as twins have them (Rojin, Rojan).
final as (
    select
        one_slip_apart.left_token_id,
        one_slip_apart.right_token_id,
        max(case when one_slip_apart.is_other_vowel then 1 else 0 end) = 1 as is_other_vowel
    from one_slip_apart
    inner join name_tokens as left_tokens on one_slip_apart.left_token_id = left_tokens.name_token_id
    inner join name_tokens as right_tokens on one_slip_apart.right_token_id = right_tokens.name_token_id
    where
        one_slip_apart.is_of_own_spellings
        or not (left_tokens.is_established_forename or left_tokens.is_established_surname)
        or not (right_tokens.is_established_forename or right_tokens.is_established_surname)
    group by one_slip_apart.left_token_id, one_slip_apart.right_token_id
)

select * from final
