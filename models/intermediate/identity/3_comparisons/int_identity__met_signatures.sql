with mention_names as (
    select mention_id, name_id, dob_id
    from {{ ref('int_identity__mention_names') }}
    where name_id is not null and (not is_weak_dob or dob_id is null)
),

names as (
    select name_id, forename_token_id, surname_token_id from {{ ref('int_identity__names') }}
),

signatures as (
    select distinct
        match_key_values.match_key,
        match_key_values.value_id,
        mention_names.name_id,
        names.forename_token_id,
        names.surname_token_id,
        mention_names.dob_id
    from mention_names
    inner join names on mention_names.name_id = names.name_id
    inner join {{ ref('int_identity__match_key_values') }} as match_key_values on mention_names.mention_id = match_key_values.mention_id
    where match_key_values.is_met
),

final as (
    select distinct
        left_signature.forename_token_id as left_forename_token_id,
        right_signature.forename_token_id as right_forename_token_id,
        left_signature.surname_token_id as left_surname_token_id,
        right_signature.surname_token_id as right_surname_token_id,
        left_signature.dob_id as left_dob_id,
        right_signature.dob_id as right_dob_id,
        left_signature.name_id = right_signature.name_id as is_same_name
    from signatures as left_signature
    inner join signatures as right_signature
        on
            left_signature.match_key = right_signature.match_key
            and left_signature.value_id = right_signature.value_id
    where
        (left_signature.name_id <> right_signature.name_id or left_signature.dob_id <> right_signature.dob_id)
        and (
            left_signature.dob_id = right_signature.dob_id
            or (
                left_signature.match_key = 'phone'
                and (
                    left_signature.name_id = right_signature.name_id
                    or left_signature.forename_token_id = right_signature.forename_token_id
                    or left_signature.surname_token_id = right_signature.surname_token_id
                )
            )
        )
)

select * from final
