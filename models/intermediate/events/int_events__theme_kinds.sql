with themes as (
    select * from {{ ref('themes') }}
),

health_rules as (
    select theme_code
    from {{ ref('theme_rules') }} as theme_rules
    inner join {{ ref('health_codes') }} as health_codes
        on health_codes.column_name in ('*', {{ evidence_column('theme_rules.evidence') }})
        and {{ means_health('theme_rules.code', 'health_codes.code') }}
),

-- What a theme uses decides what it is, whatever the seed says of it.
judged as (
    select
        theme_code,
        theme_name,
        is_sensitive,
        is_enabled,
        is_special_category
        or theme_code in (select theme_code from health_rules)
        or {{ is_health_code('themes.theme_code', '*') }}
        or {{ is_health_code('themes.theme_name', '*') }} as is_special_category
    from themes
),

bounds as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

final as (
    select
        judged.theme_code,
        judged.theme_name,
        judged.is_sensitive or judged.is_special_category as is_sensitive,
        judged.is_special_category,
        {% if health_policy_problem() -%}
        judged.is_enabled and not judged.is_special_category as is_in_use
        {%- else -%}
        judged.is_enabled
        and (not judged.is_special_category or bounds.as_of_date <= cast('{{ health_policy_day("sensitive_theme_review_on") }}' as date)) as is_in_use
        {%- endif %}
    from judged
    cross join bounds
)

select * from final
