with organisations as (
    select * from {{ ref('fct_interaction_organisations') }}
),

events as (
    select
        interaction_key,
        interaction_type,
        coalesce(npu_code, 'UNKNOWN') as npu_code,
        cast({{ dbt.date_trunc('month', 'occurred_on') }} as date) as month_start_on
    from {{ ref('fct_interactions') }}
),

final as (
    select
        organisations.organisation,
        cast(events.npu_code as {{ dbt.type_string() }}) as npu_code,
        events.month_start_on,
        cast(count(*) as integer) as volume,
        {% for interaction_type in ['call', 'contact', 'incident'] -%}
        cast(sum(case when events.interaction_type = '{{ interaction_type }}' then 1 else 0 end) as integer) as {{ interaction_type }}_count
        {{- ',' if not loop.last }}
        {% endfor -%}
    from organisations
    inner join events on organisations.interaction_key = events.interaction_key
    group by organisations.organisation, events.npu_code, events.month_start_on
)

select * from final
