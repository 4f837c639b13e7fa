with ranked as (
    select * from {{ ref('fsu_ranked') }} where is_near_miss
),

scheme_in_force as (
    select scheme_code from {{ ref('ranking_schemes') }} where is_in_force
),

final as (
    select
        ranked.person_key,
        ranked.scheme_code,
        ranked.rank,
        ranked.score,
        ranked.percentile
    from ranked
    inner join scheme_in_force on ranked.scheme_code = scheme_in_force.scheme_code
)

select * from final
