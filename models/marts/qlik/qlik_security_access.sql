{%- set fields = {
    'ACCESS': 'users.access_level',
    'USERID': 'users.user_id',
    '%area': 'areas.npu_code',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('dashboard_users') }} as users
inner join {{ ref('dim_npus') }} as areas on users.npu_code = areas.npu_code or users.npu_code = 'ALL'
