with letter_pairs as (
    select * from {{ ref('int_identity__letter_pairs') }}
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
    inner join letter_pairs as right_letters
        on
            met_tokens.right_token_id = right_letters.name_token_id
            and left_letters.letter_pair = right_letters.letter_pair
    group by met_tokens.left_token_id, met_tokens.right_token_id
),

-- Alike: two in five of all pairs of letters stand in both (Dice's coefficient of at least 0.4).
final as (
    select left_token_id, right_token_id
    from letters_shared
    where shared_count * 5 >= letter_pair_count
)

select * from final
