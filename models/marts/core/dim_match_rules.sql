with rules as (
    select * from {{ ref('int_identity__match_rules') }}
),

-- One row there a way in which names and dates may agree; what a rule is called and says is the same in all of them.
match_rules as (
    select
        match_rule,
        min(sentence) as sentence,
        min(link_strength) as link_strength,
        min(rule_sequence) as sort_order
    from rules
    group by match_rule
),

-- Not tied to anything, and so not by a rule: what it says of itself is all there is.
single_records as (
    select
        'single_record' as match_rule,
        'The only named record of this person: no other was found to be theirs.' as sentence,
        'firm' as link_strength,
        0 as sort_order
),

listed as (
    select * from match_rules
    union all
    select * from single_records
),

final as (
    select
        cast(match_rule as {{ dbt.type_string() }}) as match_rule,
        cast(sentence as {{ dbt.type_string() }}) as sentence,
        cast(link_strength as {{ dbt.type_string() }}) as link_strength,
        cast(sort_order as {{ dbt.type_int() }}) as sort_order
    from listed
)

select * from final
