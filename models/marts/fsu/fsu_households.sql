with homes as (
    select * from {{ ref('int_people__homes') }}
    where property_key is not null and (people_count > 1 or is_communal) and not coalesce(is_withheld, false)
),

person_roles as (
    select
        homes.property_key as household_key,
        person_interactions.interaction_key,
        person_interactions.role,
        coalesce(roles.is_victim, false) as is_victim,
        coalesce(roles.is_suspect, false) as is_suspect
    from homes
    inner join {{ ref('fct_person_interactions') }} as person_interactions on homes.person_key = person_interactions.person_key
    left join {{ ref('roles') }} as roles on person_interactions.role = roles.role
),

events as (
    select * from {{ ref('int_events__measured') }}
),

households as (
    select
        property_key as household_key,
        max(case when is_communal then 1 else 0 end) = 1 as is_communal,
        min({{ byte_order('npu_code') }}) as npu_code,
        count(*) as people_count
    from homes
    group by property_key
),

-- Once for the household, however many of its people were on it.
shared_interactions as (
    select
        household_key,
        interaction_key,
        max(case when is_victim then 1 else 0 end) = 1 as is_victim,
        max(case when is_suspect then 1 else 0 end) = 1 as is_suspect
    from person_roles
    group by household_key, interaction_key
),

totals as (
    select
        shared_interactions.household_key,
        count(*) as volume,
        {% for interaction_type in ['call', 'contact', 'incident', 'crime', 'custody', 'missing'] -%}
        sum(case when events.interaction_type = '{{ interaction_type }}' then 1 else 0 end) as {{ interaction_type }}_count,
        {% endfor -%}
        {% for side in ['victim', 'suspect'] -%}
        sum(case when shared_interactions.is_{{ side }} and events.interaction_type = 'crime' then 1 else 0 end) as {{ side }}_count,
        cast(
            sum(case when shared_interactions.is_{{ side }} and events.interaction_type = 'crime' then events.harm_weight end) as numeric(28, 6)
        ) as harm_as_{{ side }},
        {% endfor -%}
        sum(events.police_seconds) as police_seconds,
        sum(case when events.interaction_type <> 'custody' then events.police_seconds end) as police_seconds_without_custody,
        sum(case when events.is_effort_known then 1 else 0 end) as effort_known_count,
        count(events.is_effort_known) as effort_event_count,
        max(events.occurred_at) as last_interaction_at
    from shared_interactions
    inner join events on shared_interactions.interaction_key = events.interaction_key
    group by shared_interactions.household_key
),

role_lists as (
    select household_key, {{ ordered_string_agg('role', '|', byte_order('role')) }} as role_codes
    from (select distinct household_key, role from person_roles) as household_roles
    group by household_key
),

theme_lists as (
    select household_key, {{ ordered_string_agg('theme_code', '|', byte_order('theme_code')) }} as theme_codes
    from (
        select distinct shared_interactions.household_key, themes.theme_code
        from shared_interactions
        inner join {{ ref('fct_interaction_themes') }} as themes on shared_interactions.interaction_key = themes.interaction_key
    ) as household_themes
    group by household_key
),

final as (
    select
        households.household_key,
        households.npu_code,
        cast(households.people_count as integer) as people_count,
        cast(coalesce(totals.volume, 0) as integer) as volume,
        cast(
            case
                when not households.is_communal
                    then row_number() over (
                            partition by households.is_communal
                            order by coalesce(totals.volume, 0) desc, totals.last_interaction_at desc nulls last, households.household_key
                        )
            end as integer
        ) as rank,
        households.is_communal,
        {{ utc_to_civil_date('totals.last_interaction_at') }} as last_interaction_on,
        {% for count in ['call', 'contact', 'incident', 'crime', 'custody', 'missing', 'victim', 'suspect'] -%}
        cast(coalesce(totals.{{ count }}_count, 0) as integer) as {{ count }}_count,
        {% endfor -%}
        {{ hours_of(zero_where_none('totals.police_seconds', 'totals.effort_event_count', 'delivered.has_all_effort')) }} as total_hours,
        {{ hours_of(zero_where_none(
            'totals.police_seconds_without_custody', 'totals.effort_event_count - totals.custody_count', 'delivered.has_all_effort'
        )) }} as total_hours_without_custody,
        {{ share_of('totals.effort_known_count', 'totals.effort_event_count') }} as hours_covered_share,
        {% for side in ['victim', 'suspect'] -%}
        cast(
            {{ zero_where_none('totals.harm_as_' ~ side, 'totals.' ~ side ~ '_count', 'delivered.has_crimes and delivered.has_crime_roles') }}
            as {{ type_double() }}
        ) as harm_as_{{ side }},
        {% endfor -%}
        cast(role_lists.role_codes as {{ dbt.type_string() }}) as role_codes,
        cast(theme_lists.theme_codes as {{ dbt.type_string() }}) as theme_codes
    from households
    cross join {{ ref('int_window__delivered') }} as delivered
    left join totals on households.household_key = totals.household_key
    left join role_lists on households.household_key = role_lists.household_key
    left join theme_lists on households.household_key = theme_lists.household_key
)

select * from final
