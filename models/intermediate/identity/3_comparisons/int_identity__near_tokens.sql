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
slips as (
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
),

spelled as (
    select
        name_token_id,
        '^' || name_token || '$' as spelling,
        length(name_token) as token_length
    from name_tokens
    where length(name_token) between 3 and 19
),

letter_pairs as (
    select
        spelled.name_token_id,
        spelled.token_length,
        substring(spelled.spelling, positions.position, 2) as letter_pair,
        cast(spelled.name_token_id as {{ dbt.type_string() }}) || substring(spelled.spelling, positions.position, 2) as token_and_pair,
        count(*) as occurrence_count
    from spelled
    inner join positions on spelled.token_length + 1 >= positions.position
    group by spelled.name_token_id, spelled.token_length, substring(spelled.spelling, positions.position, 2)
),

-- Names that met under one date of birth or number are compared more closely: by the pairs of letters they share.
met_tokens as (
    select left_forename_token_id as left_token_id, right_forename_token_id as right_token_id
    from {{ ref('int_identity__met_signatures') }}
    where left_forename_token_id <> right_forename_token_id
    union
    select left_surname_token_id as left_token_id, right_surname_token_id as right_token_id
    from {{ ref('int_identity__met_signatures') }}
    where left_surname_token_id <> right_surname_token_id
),

letters_shared as (
    select
        met_tokens.left_token_id,
        met_tokens.right_token_id,
        sum(least(left_letters.occurrence_count, right_letters.occurrence_count)) as shared_count,
        max(left_letters.token_length + right_letters.token_length + 2) as letter_pair_count
    from met_tokens
    inner join letter_pairs as left_letters on met_tokens.left_token_id = left_letters.name_token_id
    -- One key of both, so that no engine first meets every name with every other that has the pair of letters.
    inner join letter_pairs as right_letters
        on cast(met_tokens.right_token_id as {{ dbt.type_string() }}) || left_letters.letter_pair = right_letters.token_and_pair
    group by met_tokens.left_token_id, met_tokens.right_token_id
),

-- Alike: two in five of all pairs of letters stand in both (Dice's coefficient of at least 0.4).
final as (
    select left_token_id, right_token_id, 'slip' as kind from slips
    union all
    select left_token_id, right_token_id, 'other_vowel' as kind from slips where is_other_vowel
    union all
    select left_token_id, right_token_id, 'alike' as kind from letters_shared where shared_count * 5 >= letter_pair_count
)

select * from final
