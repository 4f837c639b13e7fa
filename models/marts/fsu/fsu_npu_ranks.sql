{%- set counted_people = {
    'people': "placed.area_reason is not null",
    'people_who_live': "placed.area_reason in ('lives', 'both')",
    'people_with_events': "placed.area_reason in ('events', 'both')",
    'people_with_both': "placed.area_reason = 'both'",
} -%}

with ranked as (
    select
        scheme_code,
        person_key,
        rank,
        is_cohort or is_near_miss as is_shown
    from {{ ref('fsu_ranked') }}
),

-- Of the people shown, everybody has a rank under every scheme.
people_shown as (
    select distinct person_key from ranked where is_shown
),

-- Ranks by the thousand: counted by range, nobody has to be compared with more than the people of their own one.
placed as (
    select
        ranked.scheme_code,
        areas.npu_code,
        areas.area_reason,
        ranked.person_key,
        ranked.rank,
        cast(floor(ranked.rank / 1000.0) as integer) as rank_range
    from ranked
    inner join {{ ref('fct_person_areas') }} as areas on ranked.person_key = areas.person_key
),

-- Before anybody is compared: the other way round, everybody is compared with everybody of their range.
shown as {{ computed_once() }} (
    select placed.*
    from placed
    inner join people_shown on placed.person_key = people_shown.person_key
),

ranges as (
    select
        placed.scheme_code,
        placed.npu_code,
        placed.rank_range,
        {% for people, condition in counted_people.items() -%}
        sum(case when {{ condition }} then 1 else 0 end) as {{ people }}{{ ',' if not loop.last }}
        {% endfor -%}
    from placed
    group by placed.scheme_code, placed.npu_code, placed.rank_range
),

ranges_before as (
    select
        scheme_code,
        npu_code,
        rank_range,
        {% for people in counted_people -%}
        sum({{ people }}) over (partition by scheme_code, npu_code order by rank_range) - {{ people }} as {{ people }}{{ ',' if not loop.last }}
        {% endfor -%}
    from ranges
),

-- Among everybody of the area, shown or not.
within_range as (
    select
        shown.scheme_code,
        shown.npu_code,
        shown.area_reason,
        shown.person_key,
        shown.rank_range,
        {% for people, condition in counted_people.items() -%}
        sum(case when {{ condition }} then 1 else 0 end) as {{ people }}{{ ',' if not loop.last }}
        {% endfor -%}
    from shown
    inner join placed
        on
            shown.scheme_code = placed.scheme_code
            and shown.npu_code = placed.npu_code
            and shown.rank_range = placed.rank_range
            and shown.rank >= placed.rank
    group by shown.scheme_code, shown.npu_code, shown.area_reason, shown.person_key, shown.rank_range
),

counted as (
    select
        within_range.scheme_code,
        within_range.person_key,
        within_range.npu_code,
        within_range.area_reason,
        {% for people in counted_people -%}
        cast(ranges_before.{{ people }} + within_range.{{ people }} as integer) as {{ people }}{{ ',' if not loop.last }}
        {% endfor -%}
    from within_range
    inner join ranges_before
        on
            within_range.scheme_code = ranges_before.scheme_code
            and within_range.npu_code = ranges_before.npu_code
            and within_range.rank_range = ranges_before.rank_range
),

final as (
    select
        scheme_code,
        person_key,
        npu_code,
        area_reason,
        people as rank_in_npu,
        case when area_reason in ('lives', 'both') then people_who_live end as rank_in_npu_by_lives,
        case when area_reason in ('events', 'both') then people_with_events end as rank_in_npu_by_events,
        case when area_reason = 'both' then people_with_both end as rank_in_npu_by_both
    from counted
)

select * from final
