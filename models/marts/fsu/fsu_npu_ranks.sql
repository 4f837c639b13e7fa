with ranked as (
    select
        scheme_code,
        person_key,
        rank,
        is_cohort or is_near_miss as is_shown
    from {{ ref('fsu_ranked') }}
),

people_shown as (
    select distinct person_key from ranked where is_shown
),

-- Among everybody of the area, shown or not; of the people shown, everybody has a rank under every scheme.
placed as (
    select
        ranked.scheme_code,
        areas.npu_code,
        areas.area_reason,
        ranked.person_key,
        row_number() over (partition by ranked.scheme_code, areas.npu_code order by ranked.rank) as rank_in_npu,
        sum(case when areas.area_reason in ('lives', 'both') then 1 else 0 end) over (
            partition by ranked.scheme_code, areas.npu_code order by ranked.rank rows unbounded preceding
        ) as people_who_live,
        sum(case when areas.area_reason in ('events', 'both') then 1 else 0 end) over (
            partition by ranked.scheme_code, areas.npu_code order by ranked.rank rows unbounded preceding
        ) as people_with_events,
        sum(case when areas.area_reason = 'both' then 1 else 0 end) over (
            partition by ranked.scheme_code, areas.npu_code order by ranked.rank rows unbounded preceding
        ) as people_with_both
    from ranked
    inner join {{ ref('fct_person_areas') }} as areas on ranked.person_key = areas.person_key
),

final as (
    select
        placed.scheme_code,
        placed.person_key,
        placed.npu_code,
        placed.area_reason,
        cast(placed.rank_in_npu as integer) as rank_in_npu,
        cast(case when placed.area_reason in ('lives', 'both') then placed.people_who_live end as integer) as rank_in_npu_by_lives,
        cast(case when placed.area_reason in ('events', 'both') then placed.people_with_events end as integer) as rank_in_npu_by_events,
        cast(case when placed.area_reason = 'both' then placed.people_with_both end as integer) as rank_in_npu_by_both
    from placed
    inner join people_shown on placed.person_key = people_shown.person_key
)

select * from final
