{%- set policy_problem = health_policy_problem() | replace("'", "''") -%}
{# Seed, key, column whose code may not mean health, and that column's name in the landing contract. #}
{%- set closed_columns = [
    ('weights/offences.csv', ref('offences'), 'ho_offence_code', 'ho_offence_code'),
    ('weights/offence_harm_weights.csv', ref('offence_harm_weights'), 'ho_offence_code', 'ho_offence_code'),
    ('weights/grade_weights.csv', ref('grade_weights'), 'grade_code', 'final_grade'),
    ('weights/scheme_components.csv', ref('scheme_components'), 'measure', '*'),
    ('weights/ranking_schemes.csv', ref('ranking_schemes'), 'scheme_code', '*'),
    ('roles/roles.csv', ref('roles'), 'role', 'role'),
    ('roles/channels.csv', ref('channels'), 'channel', 'channel'),
    ('roles/team_types.csv', ref('team_types'), 'team_type', 'team_type'),
    ('geography/address_types.csv', ref('address_types'), 'address_type', 'address_type'),
    ('themes/priority_crime_types.csv', ref('priority_crime_types'), 'priority_code', '*'),
    ('themes/priority_crime_types.csv', ref('priority_crime_types'), 'priority_name', '*'),
    ('themes/priority_crime_types.csv', ref('priority_crime_types'), 'match_value', 'ho_offence_code'),
] -%}
{%- set problems -%}
with health_rules as (
    select distinct
        theme_rules.theme_code,
        theme_rules.evidence,
        theme_rules.code
    from {{ ref('theme_rules') }} as theme_rules
    inner join {{ ref('health_codes') }} as health_codes
        on health_codes.column_name in ('*', {{ evidence_column('theme_rules.evidence') }})
        and {{ means_health('theme_rules.code', 'health_codes.code') }}
),

health_themes as (
    select theme_code from {{ ref('themes') }} where is_special_category
    union
    select theme_code from health_rules
    union
    select theme_code from {{ ref('themes') }} as themes
    where {{ is_health_code('themes.theme_code', '*') }} or {{ is_health_code('themes.theme_name', '*') }}
)

select 'themes/themes.csv' as seed, theme_code as row_name, 'is about health (seeds/themes/health_codes.csv), and so is_special_category and is_sensitive' as problem
from {{ ref('themes') }}
where theme_code in (select theme_code from health_themes) and not (is_special_category and is_sensitive)
union all
select
    'themes/theme_rules.csv',
    health_rules.theme_code || ' ' || health_rules.evidence || ' ' || health_rules.code,
    'the code means health (seeds/themes/health_codes.csv), and the theme does not say so (is_special_category)'
from health_rules
inner join {{ ref('themes') }} as themes on health_rules.theme_code = themes.theme_code
where not themes.is_special_category
union all
select
    'themes/theme_rules.csv',
    theme_rules.theme_code || ' ' || theme_rules.evidence || ' ' || theme_rules.code,
    'the theme is about health, and the code is not in health_codes.csv: it would land while the theme is off'
from {{ ref('theme_rules') }} as theme_rules
inner join {{ ref('themes') }} as themes on theme_rules.theme_code = themes.theme_code
left join health_rules
    on theme_rules.theme_code = health_rules.theme_code and theme_rules.evidence = health_rules.evidence and theme_rules.code = health_rules.code
where themes.is_special_category and health_rules.code is null
{% if policy_problem -%}
union all
select 'themes/themes.csv', theme_code, 'is about health, and is on without a policy document and an approver that hold (dbt_project.yml): {{ policy_problem }}'
from {{ ref('themes') }}
where is_enabled and theme_code in (select theme_code from health_themes)
{% endif -%}
union all
select 'themes/priority_crime_types.csv', priority_code || ' ' || match_value, 'the theme is about health, which makes no priority'
from {{ ref('priority_crime_types') }}
where match_on = 'THEME' and match_value in (select theme_code from health_themes)
{% for seed, relation, column, column_name in closed_columns -%}
union all
select '{{ seed }}', closed.{{ column }}, '{{ column }} means health (seeds/themes/health_codes.csv), which is never scored, ranked or published'
from {{ relation }} as closed
where {{ is_health_code('closed.' ~ column, column_name) }}
{% endfor -%}
union all
select 'themes/health_codes.csv', column_name || ' ' || code, 'is no code: capitals and digits, its words parted by single blanks'
from {{ ref('health_codes') }}
where code <> {{ code_words('code') }} or code = ''
{% for code in ['MH', 'MENTAL HEALTH'] -%}
union all
select 'themes/health_codes.csv', '* {{ code }}', 'is not there, though the landing contract says that it means health'
where not exists (select 1 from {{ ref('health_codes') }} where column_name = '*' and code = '{{ code }}')
{% endfor -%}
{%- endset -%}
{{ refuse_rows(problems) }}
