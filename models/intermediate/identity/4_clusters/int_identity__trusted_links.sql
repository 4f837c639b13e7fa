with mentions as (
    select * from {{ ref('int_identity__mentions') }}
),

nominal_merges as (
    select distinct
        {{ record_key('connect', 'nominal', 'nominal_id') }} as left_record_key,
        {{ record_key('connect', 'nominal', 'merged_into') }} as right_record_key
    from {{ ref('stg_connect__nominals') }}
    where merged_into is not null and merged_into <> nominal_id
),

corrections as (
    select * from {{ ref('int_identity__corrections') }}
),

rules as (
    select distinct match_rule, rule_sequence from {{ ref('int_identity__match_rules') }} where pass_number = 1 and is_on
),

full_names as (
    select distinct mention_names.mention_id, mention_names.dob_id, names.forename_token_id, names.surname_token_id
    from {{ ref('int_identity__mention_names') }} as mention_names
    inner join {{ ref('int_identity__names') }} as names on mention_names.name_id = names.name_id
    where names.is_full_name
),

operator_links as (
    select
        entries.mention_id as left_mention_id,
        nominals.mention_id as right_mention_id
    from mentions as entries
    inner join mentions as nominals on entries.nominal_record_key = nominals.record_key
    where entries.record_type = 'person_entry' and nominals.record_type = 'nominal'
),

-- A full name that shares nothing with the nominal's, and no date of birth that agrees: a slip of the operator's.
contradicted_links as (
    select operator_links.left_mention_id, operator_links.right_mention_id
    from operator_links
    inner join full_names as entry_names on operator_links.left_mention_id = entry_names.mention_id
    inner join full_names as nominal_names on operator_links.right_mention_id = nominal_names.mention_id
    left join {{ ref('int_identity__token_comparisons') }} as forenames
        on
            entry_names.forename_token_id = forenames.left_token_id
            and nominal_names.forename_token_id = forenames.right_token_id
    left join {{ ref('int_identity__token_comparisons') }} as surnames
        on
            entry_names.surname_token_id = surnames.left_token_id
            and nominal_names.surname_token_id = surnames.right_token_id
    left join {{ ref('int_identity__date_comparisons') }} as dates
        on entry_names.dob_id = dates.left_dob_id and nominal_names.dob_id = dates.right_dob_id
    group by operator_links.left_mention_id, operator_links.right_mention_id
    having
        max(
            case
                when
                    entry_names.forename_token_id in (nominal_names.forename_token_id, nominal_names.surname_token_id)
                    or entry_names.surname_token_id in (nominal_names.forename_token_id, nominal_names.surname_token_id)
                    or forenames.left_token_id is not null
                    or surnames.left_token_id is not null
                    or entry_names.dob_id = nominal_names.dob_id
                    or dates.left_dob_id is not null
                    then 1
                else 0
            end
        ) = 0
),

candidates as (
    select
        'operator_linked_nominal' as match_rule,
        left_mention_id,
        right_mention_id
    from operator_links
    union all
    select
        'merged_nominal' as match_rule,
        left_mentions.mention_id as left_mention_id,
        right_mentions.mention_id as right_mention_id
    from nominal_merges
    inner join mentions as left_mentions on nominal_merges.left_record_key = left_mentions.record_key
    inner join mentions as right_mentions on nominal_merges.right_record_key = right_mentions.record_key
    union all
    select
        'must_link' as match_rule,
        left_mentions.mention_id as left_mention_id,
        right_mentions.mention_id as right_mention_id
    from corrections
    inner join mentions as left_mentions on corrections.left_record_key = left_mentions.record_key
    inner join mentions as right_mentions on corrections.right_record_key = right_mentions.record_key
    where corrections.correction = 'must_link'
    union all
    select match_rule, left_mention_id, right_mention_id from {{ ref('int_identity__national_id_links') }}
),

forbidden as (
    select left_mention_id, right_mention_id from {{ ref('int_identity__cannot_links') }} where beats_trusted_ids
    union
    select right_mention_id as left_mention_id, left_mention_id as right_mention_id
    from {{ ref('int_identity__cannot_links') }}
    where beats_trusted_ids
),

final as (
    select
        candidates.left_mention_id,
        candidates.right_mention_id,
        rules.match_rule,
        rules.rule_sequence,
        contradicted_links.left_mention_id is null or candidates.match_rule <> 'operator_linked_nominal' as is_only_fit
    from candidates
    inner join rules on candidates.match_rule = rules.match_rule
    left join forbidden
        on candidates.left_mention_id = forbidden.left_mention_id and candidates.right_mention_id = forbidden.right_mention_id
    left join contradicted_links
        on
            candidates.left_mention_id = contradicted_links.left_mention_id
            and candidates.right_mention_id = contradicted_links.right_mention_id
    where forbidden.left_mention_id is null
)

select * from final
