{#- Only what was there at an earlier refresh is looked at, so that building the same refresh again, or an old one, gives the same. -#}
with time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

scheme_in_force as (
    select scheme_code from {{ ref('ranking_schemes') }} where is_in_force
),

history as (
    select cohort_history.*
    from {{ ref('fsu_cohort_history') }} as cohort_history
    inner join scheme_in_force on cohort_history.scheme_code = scheme_in_force.scheme_code
    cross join time_window
    where cohort_history.as_of_date <= time_window.as_of_date
),

refreshes as (
    select
        as_of_date,
        lag(as_of_date) over (order by as_of_date) as previous_as_of_date
    from (select distinct as_of_date from history) as dates
),

merged_people as (
    select as_of_date, person_key, other_person_key
    from {{ ref('gov_identity_changes') }}
    where change = 'merged'
),

before_refresh as (
    select
        refreshes.as_of_date,
        history.scheme_code,
        history.person_key,
        -- Who was merged into somebody else is looked for under the key that is left.
        coalesce(merged_people.other_person_key, history.person_key) as key_now,
        merged_people.other_person_key,
        history.rank,
        history.is_cohort
    from refreshes
    inner join history on refreshes.previous_as_of_date = history.as_of_date
    left join merged_people on refreshes.as_of_date = merged_people.as_of_date and history.person_key = merged_people.person_key
),

best_before as (
    select
        as_of_date,
        key_now,
        min(rank) as rank,
        max(case when is_cohort then 1 else 0 end) = 1 as is_cohort
    from before_refresh
    group by as_of_date, key_now
),

now_in_cohort as (
    select
        history.as_of_date,
        history.scheme_code,
        history.person_key,
        history.rank,
        best_before.rank as previous_rank,
        case
            when not coalesce(best_before.is_cohort, false) then 'joined'
            when history.rank < best_before.rank then 'up'
            when history.rank > best_before.rank then 'down'
            else 'same'
        end as change,
        cast(null as {{ dbt.type_string() }}) as other_person_key
    from history
    left join best_before on history.as_of_date = best_before.as_of_date and history.person_key = best_before.key_now
    where history.is_cohort
),

no_longer as (
    select
        before_refresh.as_of_date,
        before_refresh.scheme_code,
        before_refresh.person_key,
        case when before_refresh.other_person_key is null then history.rank end as rank,
        before_refresh.rank as previous_rank,
        case when before_refresh.other_person_key is null then 'left' else 'merged' end as change,
        before_refresh.other_person_key
    from before_refresh
    left join history
        on before_refresh.as_of_date = history.as_of_date
        and before_refresh.person_key = history.person_key
    where before_refresh.is_cohort and (before_refresh.other_person_key is not null or not coalesce(history.is_cohort, false))
),

changes as (
    select * from now_in_cohort
    union all
    select * from no_longer
),

final as (
    select
        as_of_date,
        person_key,
        cast(change as {{ dbt.type_string() }}) as change,
        scheme_code,
        rank,
        previous_rank,
        other_person_key
    from changes
)

select * from final
