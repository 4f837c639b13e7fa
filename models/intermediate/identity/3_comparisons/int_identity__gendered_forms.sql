with name_tokens as (
    select
        name_token_id,
        name_token,
        length(name_token) as token_length
    from {{ ref('int_identity__name_tokens') }}
    where length(name_token) >= 4
),

-- Masculine ending, feminine ending; Slavic surnames, and forenames that end in -a for a woman.
endings as (
    select * from {{ ref('gendered_endings') }}
),

pairs as (
    select
        masculine.name_token_id as masculine_id,
        feminine.name_token_id as feminine_id,
        endings.applies_to
    from endings
    inner join name_tokens as masculine
        on substring(masculine.name_token, masculine.token_length - length(endings.masculine) + 1) = endings.masculine
    inner join name_tokens as feminine
        on substring(masculine.name_token, 1, masculine.token_length - length(endings.masculine)) || endings.feminine = feminine.name_token
),

judged as (
    select
        masculine_id,
        feminine_id,
        max(case when applies_to = 'forename' then 1 else 0 end) = 1 as is_forename,
        max(case when applies_to = 'surname' then 1 else 0 end) = 1 as is_surname
    from pairs
    group by masculine_id, feminine_id
),

final as (
    select masculine_id as left_token_id, feminine_id as right_token_id, is_forename, is_surname from judged
    union all
    select feminine_id as left_token_id, masculine_id as right_token_id, is_forename, is_surname from judged
)

select * from final
