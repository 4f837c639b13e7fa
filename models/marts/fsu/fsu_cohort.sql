with ranked as (
    select * from {{ ref('fsu_ranked') }} where is_cohort
),

scheme_in_force as (
    select scheme_code from {{ ref('ranking_schemes') }} where is_in_force
),

time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

moves as (
    select
        cohort_changes.person_key,
        cohort_changes.previous_rank,
        cohort_changes.change
    from {{ ref('fsu_cohort_changes') }} as cohort_changes
    inner join time_window on cohort_changes.as_of_date = time_window.as_of_date
    where cohort_changes.change not in ('left', 'merged')
),

final as (
    select
        ranked.person_key,
        ranked.scheme_code,
        ranked.rank,
        ranked.score,
        ranked.percentile,
        moves.previous_rank,
        moves.change
    from ranked
    inner join scheme_in_force on ranked.scheme_code = scheme_in_force.scheme_code
    inner join moves on ranked.person_key = moves.person_key
)

select * from final
