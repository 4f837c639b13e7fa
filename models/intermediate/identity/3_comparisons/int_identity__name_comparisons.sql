with rules as (
    select distinct match_key, name_agreement from {{ ref('int_identity__match_rules') }} where is_on
),

names as (
    select * from {{ ref('int_identity__names') }}
),

token_comparisons as (
    select * from {{ ref('int_identity__token_comparisons') }}
),

values_of_names as (
    select
        match_key_values.match_key,
        match_key_values.value_id,
        mention_names.name_id,
        -- Counting whom a value has a name from costs most of the time; that they are several is all that is asked.
        min(mention_names.mention_id) <> max(mention_names.mention_id) as has_several_mentions
    from {{ ref('int_identity__match_key_values') }} as match_key_values
    inner join {{ ref('int_identity__mention_names') }} as mention_names on match_key_values.mention_id = mention_names.mention_id
    where match_key_values.is_met and mention_names.name_id is not null
    group by match_key_values.match_key, match_key_values.value_id, mention_names.name_id
),

-- Under a name alone, or a date of birth and one part of a name, two names meet whatever the value: the names alone say which.
full_names as (
    select * from {{ ref('int_identity__names') }} where is_full_name and not is_honorific_only
),

-- A step of its own, which DuckDB joins as it stands: by a forename alone, everybody would meet all who share it.
near_surnames as (
    select full_names.name_id, full_names.forename_token_id, token_comparisons.right_token_id as surname_token_id
    from full_names
    inner join token_comparisons on full_names.surname_token_id = token_comparisons.left_token_id
),

near_forenames as (
    select full_names.name_id, full_names.surname_token_id, token_comparisons.right_token_id as forename_token_id
    from full_names
    inner join token_comparisons on full_names.forename_token_id = token_comparisons.left_token_id
),

met_names as (
    select
        left_values.match_key,
        left_values.value_id,
        left_values.name_id as left_name_id,
        right_values.name_id as right_name_id
    from values_of_names as left_values
    inner join values_of_names as right_values
        on left_values.match_key = right_values.match_key and left_values.value_id = right_values.value_id
    where left_values.name_id <> right_values.name_id or left_values.has_several_mentions
    union all
    select
        'name' as match_key,
        0 as value_id,
        name_id as left_name_id,
        name_id as right_name_id
    from full_names
    union all
    select
        'dob_and_forename' as match_key,
        0 as value_id,
        near_surnames.name_id as left_name_id,
        right_names.name_id as right_name_id
    from near_surnames
    inner join full_names as right_names
        on
            near_surnames.surname_token_id = right_names.surname_token_id
            and near_surnames.forename_token_id = right_names.forename_token_id
    union all
    select
        'dob_and_surname' as match_key,
        0 as value_id,
        near_forenames.name_id as left_name_id,
        right_names.name_id as right_name_id
    from near_forenames
    inner join full_names as right_names
        on
            near_forenames.forename_token_id = right_names.forename_token_id
            and near_forenames.surname_token_id = right_names.surname_token_id
    union all
    -- One forename and surname, and only one side says which of several.
    select
        'dob_and_surname' as match_key,
        0 as value_id,
        left_names.name_id as left_name_id,
        right_names.name_id as right_name_id
    from full_names as left_names
    inner join full_names as right_names
        on
            left_names.forename_token_id = right_names.forename_token_id
            and left_names.surname_token_id = right_names.surname_token_id
            and left_names.name_id <> right_names.name_id
),

-- Before any rule is asked: each rule of a match key would compare the pair again.
compared as {{ computed_once() }} (
    select
        met_names.match_key,
        met_names.value_id,
        met_names.left_name_id,
        met_names.right_name_id,
        {{ name_agreement('left_names', 'right_names', 'forenames', 'surnames', 'seconds') }} as name_agreement
    from met_names
    inner join names as left_names on met_names.left_name_id = left_names.name_id
    inner join names as right_names on met_names.right_name_id = right_names.name_id
    left join token_comparisons as forenames
        on left_names.forename_token_id = forenames.left_token_id and right_names.forename_token_id = forenames.right_token_id
    left join token_comparisons as surnames
        on left_names.surname_token_id = surnames.left_token_id and right_names.surname_token_id = surnames.right_token_id
    left join token_comparisons as seconds
        on
            left_names.second_forename_token_id = seconds.left_token_id
            and right_names.second_forename_token_id = seconds.right_token_id
),

final as (
    select compared.*
    from compared
    inner join rules on compared.match_key = rules.match_key and compared.name_agreement = rules.name_agreement
)

select * from final
