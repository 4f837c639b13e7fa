with rules as (
    select * from {{ ref('match_rules') }}
),

match_keys as (
    select match_key, sort_order, phrase from {{ ref('match_keys') }}
),

by_match_key as (
    {{ split_to_rows('rules', ['rule_code'], 'match_keys', ' ') }}
),

by_name_agreement as (
    {{ split_to_rows('rules', ['rule_code'], 'name_agreements', ' ') }}
),

by_dob_agreement as (
    {{ split_to_rows('rules', ['rule_code'], 'dob_agreements', ' ') }}
),

guards as (
    select
        rule_code,
        {% for guard in ['max_people_per_name', 'max_carriers_per_record', 'max_forename_share'] -%}
        min(case when guard = '{{ guard }}' then limit_value end) as {{ guard }},
        {% endfor -%}
        {% for guard in ['needs_no_other_phone', 'needs_no_other_place', 'needs_no_other_property', 'needs_shared_place'] -%}
        max(case when guard = '{{ guard }}' then 1 else 0 end) = 1 as {{ guard }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from {{ ref('match_rule_guards') }}
    group by rule_code
),

final as (
    select
        case when match_keys.match_key is null then rules.rule_code else match_keys.match_key || '_' || rules.rule_code end as match_rule,
        rules.rule_code,
        rules.pass_number,
        cast(rules.rule_sequence * 100 + coalesce(match_keys.sort_order, 0) as {{ dbt.type_int() }}) as rule_sequence,
        rules.link_strength,
        by_match_key.part as match_key,
        by_name_agreement.part as name_agreement,
        by_dob_agreement.part as dob_agreement,
        coalesce(guards.max_people_per_name, 1000000000) as max_people_per_name,
        coalesce(guards.max_carriers_per_record, 1000000000) as max_carriers_per_record,
        coalesce(guards.max_forename_share, 1) as max_forename_share,
        coalesce(guards.needs_no_other_phone, false) as needs_no_other_phone,
        coalesce(guards.needs_no_other_place, false) as needs_no_other_place,
        coalesce(guards.needs_no_other_property, false) as needs_no_other_property,
        coalesce(guards.needs_shared_place, false) as needs_shared_place,
        rules.only_if_one_fits,
        rules.is_on,
        case when match_keys.match_key is null then rules.sentence else match_keys.phrase || ': ' || rules.sentence end as sentence
    from rules
    inner join by_match_key on rules.rule_code = by_match_key.rule_code
    inner join by_name_agreement on rules.rule_code = by_name_agreement.rule_code
    inner join by_dob_agreement on rules.rule_code = by_dob_agreement.rule_code
    left join match_keys on by_match_key.part = match_keys.match_key
    left join guards on rules.rule_code = guards.rule_code
)

select * from final
