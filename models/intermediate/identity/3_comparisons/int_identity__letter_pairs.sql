with name_tokens as (
    select
        name_token_id,
        '^' || name_token || '$' as spelling,
        length(name_token) as token_length
    from {{ ref('int_identity__name_tokens') }}
    where length(name_token) between 3 and 19
),

positions as (
    {% for position in range(1, 21) -%}
        select {{ position }} as position{% if not loop.last %} union all {% endif %}
    {% endfor %}
),

final as (
    select
        name_tokens.name_token_id,
        name_tokens.token_length,
        substring(name_tokens.spelling, positions.position, 2) as letter_pair,
        count(*) as occurrence_count
    from name_tokens
    inner join positions on name_tokens.token_length + 1 >= positions.position
    group by name_tokens.name_token_id, name_tokens.token_length, substring(name_tokens.spelling, positions.position, 2)
)

select * from final
