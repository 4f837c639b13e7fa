with dated_names as (
    select mention_id, name_id, dob_id
    from {{ ref('int_identity__mention_names') }}
    where name_id is not null and dob_id is not null and not is_weak_dob
),

names as (
    select * from {{ ref('int_identity__names') }} where is_full_name
),

elements as (
    select name_token_id, is_established_forename from {{ ref('int_identity__name_tokens') }}
),

match_key_values as (
    select * from {{ ref('int_identity__match_key_values') }} where match_key = 'phone'
),

token_comparisons as (
    select * from {{ ref('int_identity__token_comparisons') }} where is_compatible
),

date_comparisons as (
    select * from {{ ref('int_identity__date_comparisons') }}
),

signatures as (
    select distinct
        match_key_values.value_id,
        names.forename_token_id,
        names.surname_token_id,
        dated_names.dob_id,
        elements.is_established_forename
    from dated_names
    inner join names on dated_names.name_id = names.name_id
    inner join elements on names.forename_token_id = elements.name_token_id
    inner join match_key_values on dated_names.mention_id = match_key_values.mention_id
),

compared as (
    select
        left_signature.value_id,
        max(
            case
                when
                    left_signature.is_established_forename
                    and right_signature.is_established_forename
                    and left_signature.forename_token_id
                    not in (right_signature.forename_token_id, right_signature.surname_token_id)
                    and token_comparisons.left_token_id is null
                    and left_signature.dob_id <> right_signature.dob_id
                    and date_comparisons.left_dob_id is null
                    then 1
                else 0
            end
        ) as shared_flag
    from signatures as left_signature
    inner join signatures as right_signature
        on
            left_signature.value_id = right_signature.value_id
            and (
                left_signature.forename_token_id <> right_signature.forename_token_id
                or left_signature.surname_token_id <> right_signature.surname_token_id
                or left_signature.dob_id <> right_signature.dob_id
            )
    left join token_comparisons
        on
            left_signature.forename_token_id = token_comparisons.left_token_id
            and right_signature.forename_token_id = token_comparisons.right_token_id
    left join date_comparisons
        on left_signature.dob_id = date_comparisons.left_dob_id and right_signature.dob_id = date_comparisons.right_dob_id
    group by left_signature.value_id
),

counted as (
    select
        count(*) as number_count,
        coalesce(sum(shared_flag), 0) as shared_count
    from compared
)

select
    cast(number_count as {{ dbt.type_int() }}) as number_count,
    cast(shared_count as {{ dbt.type_int() }}) as shared_count,
    -- Too few numbers prove nothing: then numbers are taken for shared, as they are in any household.
    number_count >= {{ var('personal_number_minimum_count') }}
    and shared_count <= number_count * {{ var('personal_number_maximum_shared_share') }} as is_personal
from counted
