{% snapshot definitions_in_force %}

{{
    config(
        strategy='check',
        unique_key=['kind', 'name'],
        check_cols=['value', 'meaning'],
        updated_at='as_of_date',
        hard_deletes='invalidate',
        pre_hook='{{ set_later_refreshes_aside(this) }}',
        post_hook='{{ put_later_refreshes_back(this) }}',
        tags=['state'],
    )
}}

-- The hooks read the dates of all refreshes; depends_on: {{ ref('int_governance__builds') }}
-- The date itself moves with every refresh and changes no definition.
select
    definitions.kind,
    definitions.name,
    definitions.value,
    definitions.meaning,
    time_window.as_of_date
from {{ ref('int_governance__definitions') }} as definitions
cross join {{ ref('int_window__bounds') }} as time_window
where definitions.name not in ('as_of_date', 'as_of_date in force')

{% endsnapshot %}
