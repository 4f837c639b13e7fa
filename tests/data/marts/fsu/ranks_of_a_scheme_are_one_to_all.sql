{%- set cohort_size, near_miss_size = var('cohort_size') | int, var('near_miss_size') | int -%}
with ranked as (
    select
        ranks.*,
        -- Who is kept out leaves a place that nobody takes.
        ranks.is_kept_out and measures.volume > 0 as leaves_a_place
    from {{ ref('fsu_ranked') }} as ranks
    inner join {{ ref('fsu_person_measures') }} as measures on ranks.person_key = measures.person_key
),

counted as (
    select
        scheme_code,
        count(*) as row_count,
        min(rank) as first_rank,
        max(rank) as last_rank,
        sum(case when is_cohort or leaves_a_place and rank <= {{ cohort_size }} then 1 else 0 end) as cohort_count,
        sum(
            case
                when is_near_miss or leaves_a_place and rank > {{ cohort_size }} and rank <= {{ cohort_size + near_miss_size }} then 1
                else 0
            end
        ) as near_miss_count,
        sum(case when is_kept_out and (is_cohort or is_near_miss) then 1 else 0 end) as shown_all_the_same
    from ranked
    group by scheme_code
),

-- Everybody is ranked; in a cohort is only who had an interaction.
people as (
    select
        count(*) as people_count,
        sum(case when volume > 0 then 1 else 0 end) as active_count
    from {{ ref('fsu_person_measures') }}
)

select counted.*
from counted
cross join people
where counted.row_count <> people.people_count
    or counted.first_rank <> 1
    or counted.last_rank <> people.people_count
    or counted.cohort_count <> least({{ cohort_size }}, people.active_count)
    or counted.near_miss_count <> greatest(0, least({{ near_miss_size }}, people.active_count - {{ cohort_size }}))
    or counted.shown_all_the_same > 0
