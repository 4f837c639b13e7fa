{%- set fields = {
    '%date': 'dates.date_on',
    'Date': 'dates.date_on',
    'Month': 'dates.month_start_on',
    'Quarter': 'dates.quarter',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('dim_dates') }} as dates
where dates.is_in_window
