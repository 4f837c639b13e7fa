-- Of an event whose source always names somebody, and on which nobody is shown, no relation that everybody reads says more.
with told as (
    select interactions.*
    from {{ ref('fct_interactions') }} as interactions
    where interactions.people_count = 0 and interactions.interaction_type in ('{{ types_that_name_somebody() | join("', '") }}')
),

time_window as (
    select window_start_on from {{ ref('int_window__bounds') }}
)

select told.interaction_key
from told
cross join time_window
where
    told.occurred_on > greatest(cast({{ dbt.date_trunc('month', 'told.occurred_on') }} as date), time_window.window_start_on)
    or told.npu_source <> 'unknown'
    or coalesce(
        told.npu_code, told.channel, told.grade_code, told.risk_grade_code, told.ho_offence_code, told.chain_key, told.theme_codes,
        cast(told.occurred_hour as {{ dbt.type_string() }})
    ) is not null
union all
{% for relation in ['fct_interaction_themes', 'fct_interaction_priorities', 'fct_interaction_organisations'] -%}
select told.interaction_key
from told
inner join {{ ref(relation) }} as described on told.interaction_key = described.interaction_key
union all
{% endfor -%}
-- Of every other event the hour is told.
select interactions.interaction_key
from {{ ref('fct_interactions') }} as interactions
left join told on interactions.interaction_key = told.interaction_key
where interactions.occurred_hour is null and told.interaction_key is null
