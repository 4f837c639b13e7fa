with typed_names as (
    select * from {{ ref('int_identity__typed_names') }}
),

name_tokens as (
    select name_token_id, name_token, is_honorific from {{ ref('int_identity__name_tokens') }}
),

tokenised as (
    select
        typed_names.mention_id,
        typed_names.name_kind,
        forenames.name_token_id as forename_token_id,
        surnames.name_token_id as surname_token_id,
        -- The order of the names is not trusted: 'Smith John' and 'John Smith' have one key.
        coalesce(least(forenames.name_token_id, surnames.name_token_id), forenames.name_token_id, surnames.name_token_id) as first_token_id,
        case
            when forenames.name_token_id is not null and surnames.name_token_id is not null
                then greatest(forenames.name_token_id, surnames.name_token_id)
            else 0
        end as second_token_id,
        seconds.name_token_id as second_forename_token_id,
        -- A word of somebody's name leaves the personal zone as a token, as every other does.
        {{ token('typed_names.singh_or_kaur', 'name') }} as singh_or_kaur,
        typed_names.generation,
        coalesce(forenames.is_honorific and surnames.is_honorific, false) as is_honorific_only,
        typed_names.dob_id,
        coalesce(typed_names.dob_quality = 'weak', false) as is_weak_dob
    from typed_names
    left join name_tokens as forenames on typed_names.forename = forenames.name_token
    left join name_tokens as surnames on typed_names.surname = surnames.name_token
    left join name_tokens as seconds on typed_names.second_forename = seconds.name_token
),

final as (
    select
        mention_id,
        name_kind,
        case
            when first_token_id is not null
                then cast(
                        dense_rank() over (
                            order by
                                case when first_token_id is null then 1 else 0 end,
                                first_token_id,
                                second_token_id,
                                coalesce(second_forename_token_id, 0),
                                coalesce(singh_or_kaur, ''),
                                coalesce(generation, '')
                        ) as {{ dbt.type_int() }}
                    )
        end as name_id,
        forename_token_id,
        surname_token_id,
        second_forename_token_id,
        singh_or_kaur,
        generation,
        is_honorific_only,
        dob_id,
        is_weak_dob
    from tokenised
)

select * from final
