{% snapshot npus_in_force %}

{{
    config(
        strategy='check',
        unique_key=['npu_code', 'valid_from'],
        check_cols=['npu_name', 'lpa_name', 'valid_to'],
        updated_at='as_of_date',
        hard_deletes='invalidate',
        pre_hook='{{ set_later_refreshes_aside(this) }}',
        post_hook='{{ put_later_refreshes_back(this) }}',
        tags=['state'],
    )
}}

-- The hooks read the dates of all refreshes; depends_on: {{ ref('int_governance__builds') }}
select
    npus.npu_code,
    npus.npu_name,
    npus.lpa_name,
    npus.valid_from,
    npus.valid_to,
    time_window.as_of_date
from {{ ref('npus') }} as npus
cross join {{ ref('int_window__bounds') }} as time_window

{% endsnapshot %}
