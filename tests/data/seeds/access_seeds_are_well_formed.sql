{%- set problems -%}
select
    'access/dashboard_users.csv' as seed,
    users.user_id || ' ' || coalesce(users.npu_code, '') as row_name,
    'the area is neither ALL nor one of dim_npus' as problem
from {{ ref('dashboard_users') }} as users
left join {{ ref('dim_npus') }} as areas on users.npu_code = areas.npu_code
where coalesce(users.npu_code, '') <> 'ALL' and areas.npu_code is null
union all
select 'access/dashboard_users.csv', user_id, 'the access level is ADMIN or USER'
from {{ ref('dashboard_users') }}
where coalesce(access_level, '') not in ('ADMIN', 'USER')
union all
select 'access/dashboard_users.csv', user_id, 'has two access levels'
from {{ ref('dashboard_users') }}
group by user_id
having count(distinct access_level) > 1
union all
select 'access/dashboard_users.csv', '(none)', 'no ADMIN for ALL areas: no reload would run'
from {{ ref('dashboard_users') }}
having coalesce(max(case when access_level = 'ADMIN' and npu_code = 'ALL' then 1 else 0 end), 0) = 0
union all
{{ repeated_rows('access/dashboard_users.csv', ref('dashboard_users'), ['user_id', 'npu_code']) }}
union all
{{ lower_case_rows('access/dashboard_users.csv', ref('dashboard_users'), ['user_id', 'access_level', 'npu_code']) }}
{%- endset -%}
{{ refuse_rows(problems) }}
