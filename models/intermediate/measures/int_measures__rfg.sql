{#- Equal values get equal scores: the quintile comes from how many people stand strictly below, not from a cut through a tie. -#}
with totals as (
    select
        person_key,
        suspect_count as frequency,
        harm_as_suspect as gravity,
        last_suspected_on
    from {{ ref('int_measures__totals') }}
    where suspect_count > 0
),

time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

placed as (
    select
        totals.person_key,
        {{ dbt.datediff('totals.last_suspected_on', 'time_window.as_of_date', 'day') }} as recency_days,
        totals.frequency,
        totals.gravity,
        count(*) over () as people_count,
        rank() over (order by totals.last_suspected_on) - 1 as people_less_recent,
        rank() over (order by totals.frequency) - 1 as people_less_frequent,
        rank() over (order by totals.gravity) - 1 as people_less_grave
    from totals
    cross join time_window
),

scored as (
    select
        person_key,
        recency_days,
        frequency,
        gravity,
        1 + cast(floor(5 * {{ share_of('people_less_recent', 'people_count') }}) as integer) as recency_score,
        1 + cast(floor(5 * {{ share_of('people_less_frequent', 'people_count') }}) as integer) as frequency_score,
        1 + cast(floor(5 * {{ share_of('people_less_grave', 'people_count') }}) as integer) as gravity_score
    from placed
),

final as (
    select
        scored.*,
        recency_score + frequency_score + gravity_score as rfg_score
    from scored
)

select * from final
