with ranked as (
    select * from {{ ref('fsu_ranked') }}
),

volumes as (
    select person_key, volume from {{ ref('fsu_person_measures') }}
),

cuts as (
    select scheme_code, score as score_at_cut
    from ranked
    where rank = {{ var('cohort_size') | int }}
),

counted as (
    select
        ranked.scheme_code,
        cuts.score_at_cut,
        sum(case when volumes.volume > 0 then 1 else 0 end) as people_count,
        sum(case when ranked.is_cohort then 1 else 0 end) as cohort_count,
        sum(case when ranked.is_near_miss then 1 else 0 end) as near_miss_count,
        sum(
            case when volumes.volume > 0 and ranked.is_kept_out and ranked.rank <= {{ var('cohort_size') | int }} then 1 else 0 end
        ) as people_kept_out,
        sum(case when volumes.volume > 0 and ranked.score = cuts.score_at_cut then 1 else 0 end) as people_tied_at_cut,
        sum(case when volumes.volume > 0 and ranked.score = cuts.score_at_cut and not ranked.is_cohort then 1 else 0 end) as people_tied_outside
    from ranked
    inner join volumes on ranked.person_key = volumes.person_key
    left join cuts on ranked.scheme_code = cuts.scheme_code
    group by ranked.scheme_code, cuts.score_at_cut
),

final as (
    select
        scheme_code,
        cast(people_count as integer) as people_count,
        cast(cohort_count as integer) as cohort_count,
        cast(near_miss_count as integer) as near_miss_count,
        cast(people_kept_out as integer) as people_kept_out,
        score_at_cut,
        cast(people_tied_at_cut as integer) as people_tied_at_cut,
        cast(people_tied_outside as integer) as people_tied_outside
    from counted
)

select * from final
