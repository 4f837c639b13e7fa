{%- set problems -%}
select 'themes/theme_rules.csv' as seed, rules.theme_code || ' ' || rules.evidence || ' ' || rules.code as row_name, 'the theme is not in themes.csv' as problem
from {{ ref('theme_rules') }} as rules
left join {{ ref('themes') }} as themes on rules.theme_code = themes.theme_code
where themes.theme_code is null
union all
select 'themes/theme_rules.csv', theme_code || ' ' || coalesce(evidence, '') || ' ' || code, 'no such evidence; there is: {{ theme_evidence() | join(", ") }}'
from {{ ref('theme_rules') }}
where coalesce(evidence, '') not in ('{{ theme_evidence() | join("', '") }}')
union all
select 'themes/priority_crime_types.csv', priorities.priority_code || ' ' || priorities.npu_code, 'the NPU is not in npus.csv'
from {{ ref('priority_crime_types') }} as priorities
left join {{ ref('npus') }} as npus on priorities.npu_code = npus.npu_code
where priorities.npu_code is not null and npus.npu_code is null
union all
select 'themes/priority_crime_types.csv', priorities.priority_code || ' ' || priorities.match_value, 'no offence of offences.csv (or theme of themes.csv) is matched'
from {{ ref('priority_crime_types') }} as priorities
left join (
    select 'OFFENCE_CODE' as match_on, ho_offence_code as match_value from {{ ref('offences') }}
    union all
    select 'OFFENCE_SUBGROUP' as match_on, upper(offence_subgroup) as match_value from {{ ref('offences') }}
    union all
    select 'OFFENCE_GROUP' as match_on, upper(offence_group) as match_value from {{ ref('offences') }}
    union all
    select 'THEME' as match_on, theme_code as match_value from {{ ref('themes') }}
) as matched on priorities.match_on = matched.match_on and priorities.match_value = matched.match_value
where matched.match_value is null
union all
select 'themes/theme_rules.csv', rules.theme_code || ' ' || rules.evidence || ' ' || rules.code, 'the offence is not in offences.csv'
from {{ ref('theme_rules') }} as rules
left join {{ ref('offences') }} as offences on rules.code = offences.ho_offence_code
where rules.evidence = 'OFFENCE_CODE' and offences.ho_offence_code is null
union all
{{ repeated_rows('themes/themes.csv', ref('themes'), ['theme_code']) }}
union all
{{ overlapping_rows('themes/theme_rules.csv', ref('theme_rules'), ['theme_code', 'evidence', 'code']) }}
union all
{{ overlapping_rows('themes/priority_crime_types.csv', ref('priority_crime_types'), ['priority_code', 'npu_code', 'match_on', 'match_value']) }}
union all
{{ unfilled_rows('themes/themes.csv', ref('themes'), ['theme_code'], ['theme_name', 'is_sensitive', 'is_special_category', 'is_enabled']) }}
union all
{{ unfilled_rows('themes/theme_rules.csv', ref('theme_rules'), ['theme_code', 'evidence'], ['theme_code', 'code']) }}
union all
{{ unfilled_rows('themes/priority_crime_types.csv', ref('priority_crime_types'), ['priority_code', 'match_on'], ['priority_code', 'priority_name', 'match_value']) }}
union all
{{ lower_case_rows('themes/theme_rules.csv', ref('theme_rules'), ['code']) }}
union all
{{ lower_case_rows('themes/priority_crime_types.csv', ref('priority_crime_types'), ['npu_code', 'match_value']) }}
{%- endset -%}
{{ refuse_rows(problems) }}
