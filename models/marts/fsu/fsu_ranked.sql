with people as (
    select * from {{ ref('int_measures__person_measures') }}
),

weights as (
    select * from {{ ref('int_ranking__weights') }} where changed_measure is null and counted_evidence = 'all'
),

scored as (
    select
        weights.scheme_code,
        people.person_key,
        people.tie_order,
        people.volume,
        people.is_kept_out,
        {{ score_of('people', 'weights') }} as score_millionths
    from people
    cross join weights
),

placed as (
    select
        scored.*,
        row_number() over (partition by scored.scheme_code order by scored.score_millionths desc, scored.tie_order) as place,
        count(*) over (partition by scored.scheme_code) as people_count
    from scored
),

final as (
    select
        cast(scheme_code as {{ dbt.type_string() }}) as scheme_code,
        person_key,
        cast(score_millionths as {{ type_double() }}) / 1000000 as score,
        cast(place as integer) as rank,
        100 * {{ share_of('people_count - place + 1', 'people_count') }} as percentile,
        -- Whoever had no interaction is no service user, however few there are.
        volume > 0 and not is_kept_out and place <= {{ var('cohort_size') | int }} as is_cohort,
        volume > 0
        and not is_kept_out
        and place > {{ var('cohort_size') | int }}
        and place <= {{ var('cohort_size') | int + var('near_miss_size') | int }} as is_near_miss,
        -- Nobody moves up into the place: a decision about one person changes nothing for another.
        is_kept_out
    from placed
)

select * from final
