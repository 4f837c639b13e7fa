with time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

interactions as (
    select interaction_key, interaction_type, channel, occurred_on, is_agency_contact from {{ ref('fct_interactions') }}
),

-- Whether a rule or only an inference puts somebody on it.
resolved as (
    select
        interaction_key,
        min(case when is_inferred then 1 else 0 end) as is_by_inference_alone
    from {{ ref('fct_person_interactions') }}
    group by interaction_key
),

dated as (
    select
        interactions.interaction_type,
        coalesce(interactions.channel, 'UNKNOWN') as channel,
        cast({{ dbt.date_trunc('month', 'interactions.occurred_on') }} as date) as month_start_on,
        interactions.is_agency_contact,
        resolved.interaction_key as resolved_key,
        resolved.is_by_inference_alone
    from interactions
    left join resolved on interactions.interaction_key = resolved.interaction_key
),

counted as (
    select
        interaction_type,
        channel,
        month_start_on,
        count(*) as interaction_count,
        sum(case when is_agency_contact then 1 else 0 end) as agency_count,
        count(resolved_key) as resolved_count,
        sum(coalesce(is_by_inference_alone, 0)) as inferred_count
    from dated
    group by interaction_type, channel, month_start_on
),

final as (
    select
        time_window.as_of_date,
        cast(counted.interaction_type as {{ dbt.type_string() }}) as interaction_type,
        cast(counted.channel as {{ dbt.type_string() }}) as channel,
        counted.month_start_on,
        cast(counted.interaction_count as {{ dbt.type_bigint() }}) as interaction_count,
        cast(counted.agency_count as {{ dbt.type_bigint() }}) as agency_count,
        cast(counted.resolved_count as {{ dbt.type_bigint() }}) as resolved_count,
        cast(counted.inferred_count as {{ dbt.type_bigint() }}) as inferred_count
    from counted
    cross join time_window
)

select * from final
