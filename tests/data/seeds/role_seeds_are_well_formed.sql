{%- set problems -%}
select 'roles/team_types.csv' as seed, team_type as row_name, 'the group is RESPONSE, NEIGHBOURHOOD or OTHER' as problem
from {{ ref('team_types') }}
where coalesce(team_group, '') not in ('RESPONSE', 'NEIGHBOURHOOD', 'OTHER')
union all
select 'comparators/todays_lists.csv', needed.list_code, 'the list is missing, or its size or least count is not above 0'
from (
    select 'repeat_callers' as list_code union all select 'repeat_locations' as list_code union all select 'repeat_victims' as list_code
) as needed
left join {{ ref('todays_lists') }} as todays_lists on needed.list_code = todays_lists.list_code
where coalesce(todays_lists.list_size, 0) <= 0 or coalesce(todays_lists.minimum_count, 0) <= 0
union all
-- An alias that is spelled like another organisation would count its contacts for whichever comes first.
select 'rules/organisation_names.csv', min(typed_name), 'it is spelled like another row''s name, which stands for another organisation'
from {{ ref('organisation_names') }}
group by {{ organisation_form('typed_name') }}
having count(distinct organisation) > 1
union all
{{ repeated_rows('roles/roles.csv', ref('roles'), ['role']) }}
union all
{{ repeated_rows('roles/team_types.csv', ref('team_types'), ['team_type']) }}
union all
{{ repeated_rows('roles/channels.csv', ref('channels'), ['channel']) }}
union all
{{ repeated_rows('labels/labels.csv', ref('labels'), ['label_of', 'label_code']) }}
union all
{{ repeated_rows('labels/measures.csv', ref('measures'), ['measure']) }}
union all
{{ unfilled_rows('labels/labels.csv', ref('labels'), ['label_of', 'label_code'], ['label', 'sort_order']) }}
union all
{{ unfilled_rows('labels/measures.csv', ref('measures'), ['measure'], ['measure_name', 'unit', 'sort_order']) }}
union all
{{ repeated_rows('comparators/todays_lists.csv', ref('todays_lists'), ['list_code']) }}
union all
{{ unfilled_rows('roles/roles.csv', ref('roles'), ['role'], ['role_name', 'sort_order', 'is_caller', 'is_for_other', 'is_about', 'is_victim', 'is_suspect']) }}
union all
{{ unfilled_rows('roles/channels.csv', ref('channels'), ['channel'], ['channel_name', 'sort_order', 'is_agency_line', 'is_from_public']) }}
union all
{{ lower_case_rows('roles/roles.csv', ref('roles'), ['role']) }}
union all
{{ lower_case_rows('roles/team_types.csv', ref('team_types'), ['team_type']) }}
union all
{{ lower_case_rows('roles/channels.csv', ref('channels'), ['channel']) }}
union all
{{ lower_case_rows('roles/risk_grades.csv', ref('risk_grades'), ['risk_grade_code']) }}
union all
{{ lower_case_rows('rules/organisation_names.csv', ref('organisation_names'), ['organisation']) }}
{%- endset -%}
{{ refuse_rows(problems) }}
