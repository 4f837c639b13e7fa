{#- Roles are left out one by one, before anything is counted: a suspect by inference who is a firm witness was no suspect here. -#}
with person_roles as (
    select * from {{ ref('int_people__roles') }}
),

roles as (
    select
        role,
        is_victim,
        is_suspect
    from {{ ref('roles') }}
),

measured_events as (
    select * from {{ ref('int_events__measured') }}
),

kept_roles as (
    {% for evidence, strengths in firmer_evidence().items() -%}
    select
        '{{ evidence }}' as counted_evidence,
        person_key,
        interaction_key,
        role
    from person_roles
    where link_strength in ('{{ strengths | join("', '") }}')
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

person_interactions as (
    select
        kept_roles.counted_evidence,
        kept_roles.person_key,
        kept_roles.interaction_key,
        max(case when roles.is_victim then 1 else 0 end) = 1 as is_victim,
        max(case when roles.is_suspect then 1 else 0 end) = 1 as is_suspect
    from kept_roles
    left join roles on kept_roles.role = roles.role
    group by kept_roles.counted_evidence, kept_roles.person_key, kept_roles.interaction_key
),

totals as (
    select
        person_interactions.counted_evidence,
        person_interactions.person_key,
        count(*) as volume,
        count(distinct measured_events.chain_key) as approaches,
        sum(measured_events.police_seconds) as police_seconds,
        {% for side in ['victim', 'suspect'] -%}
        cast(
            sum(
                case
                    when person_interactions.is_{{ side }} and measured_events.interaction_type = 'crime' then measured_events.harm_weight
                end
            ) as numeric(28, 6)
        ) as harm_as_{{ side }},
        {% endfor -%}
        cast(sum(measured_events.grade_weight) as numeric(28, 6)) as thrive_score
    from person_interactions
    inner join measured_events on person_interactions.interaction_key = measured_events.interaction_key
    group by person_interactions.counted_evidence, person_interactions.person_key
),

final as (
    select
        counted_evidence,
        person_key,
        volume,
        approaches,
        {{ hours_of('police_seconds') }} as total_hours,
        cast(harm_as_victim as {{ type_double() }}) as harm_as_victim,
        cast(harm_as_suspect as {{ type_double() }}) as harm_as_suspect,
        cast(thrive_score as {{ type_double() }}) as thrive_score
    from totals
)

select * from final
