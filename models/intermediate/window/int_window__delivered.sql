with counted as (
    {% for kind, relation in {
        'calls': 'base_avaya__call_segments',
        'logs': 'base_controlworks__logs',
        'deployments': 'base_controlworks__deployments',
        'crimes': 'base_connect__crimes',
        'crime_roles': 'base_connect__crime_people',
        'investigations': 'base_connect__investigations',
        'detentions': 'base_connect__custody_records',
        'episodes': 'base_compact__episodes',
    }.items() -%}
    select '{{ kind }}' as kind, count(*) as row_count from {{ ref(relation) }} where row_status = 'staged'
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

delivered as (
    select
        {% for kind in ['calls', 'logs', 'deployments', 'crimes', 'crime_roles', 'investigations', 'detentions', 'episodes'] -%}
        max(case when kind = '{{ kind }}' and row_count > 0 then 1 else 0 end) = 1 as has_{{ kind }}{{ ',' if not loop.last }}
        {% endfor -%}
    from counted
),

final as (
    select
        has_calls,
        has_logs,
        has_deployments,
        has_crimes,
        has_crime_roles,
        has_investigations,
        has_detentions,
        has_episodes,
        has_calls and has_logs and has_deployments and has_crimes and has_investigations and has_detentions and has_episodes as has_all_effort
    from delivered
)

select * from final
