{#-
    A cell is everybody of whom the same is known. Two dates need no bound of their own: a window has 366 days at most, so that there are
    at most 66,795 pairs of days, whoever has how many events; the pairs of a person are counted as they are made, and none is kept.
-#}
{%- set known_facts = {
    'first_date': 'people.first_interaction_on is not null',
    'first_and_last_date': 'people.first_interaction_on is not null',
    'one_date_and_npu': 'people.first_interaction_on is not null',
    'one_date_npu_and_type': 'people.first_interaction_on is not null',
    'one_hour_npu_and_type': 'people.first_interaction_on is not null',
    'two_dates': 'people.first_interaction_on < people.last_interaction_on',
    'looked_after_child': 'people.is_looked_after_child',
    'looked_after_child_and_home_npu': 'people.is_looked_after_child',
    'looked_after_child_and_events_npu': 'people.is_looked_after_child',
} -%}
{%- set cells = {
    'first_date': ('people', 'first_interaction_on'),
    'first_and_last_date': ('people', 'first_interaction_on, last_interaction_on'),
    'one_date_and_npu': ('person_day_npus', 'occurred_on, npu_code'),
    'one_date_npu_and_type': ('person_day_npu_types', 'occurred_on, npu_code, interaction_type'),
    'one_hour_npu_and_type': ('person_hour_npu_types', 'occurred_on, occurred_hour, npu_code, interaction_type'),
    'two_dates': ('person_day_pairs', 'earlier_on, later_on'),
    'looked_after_child': ('looked_after_children', 'is_looked_after_child'),
    'looked_after_child_and_home_npu': ('looked_after_children', 'home_npu_code'),
    'looked_after_child_and_events_npu': ('looked_after_children', 'events_npu_code'),
} -%}
with time_window as (
    select as_of_date from {{ ref('int_window__bounds') }}
),

everybody as (
    select
        person_key,
        -- Pairs of days are many, and whole numbers are counted four times as fast as keys. The number goes no further than this model.
        cast(row_number() over (order by person_key) as {{ dbt.type_int() }}) as person_number,
        home_npu_code,
        events_npu_code,
        first_interaction_on,
        last_interaction_on,
        has_been_in_care and coalesce(is_under_18, false) as is_looked_after_child
    from {{ ref('dim_people') }}
),

people as (
    select * from everybody where first_interaction_on is not null
),

looked_after_children as (
    select * from everybody where is_looked_after_child
),

person_hour_npu_types as (
    select distinct
        everybody.person_number,
        person_interactions.occurred_on,
        person_interactions.occurred_hour,
        person_interactions.npu_code,
        person_interactions.interaction_type
    from {{ ref('fct_person_interactions') }} as person_interactions
    inner join everybody on person_interactions.person_key = everybody.person_key
),

person_day_npu_types as (
    select distinct person_number, occurred_on, npu_code, interaction_type from person_hour_npu_types
),

-- An unknown NPU is a cell as well: who knows that it was a call knows that the release has none.
person_day_npus as (
    select distinct person_number, occurred_on, npu_code from person_day_npu_types
),

person_days as (
    select distinct person_number, occurred_on from person_day_npus
),

person_day_pairs as (
    select earlier.person_number, earlier.occurred_on as earlier_on, later.occurred_on as later_on
    from person_days as earlier
    inner join person_days as later on earlier.person_number = later.person_number and earlier.occurred_on < later.occurred_on
),

cells as (
    {% for known, (relation, facts) in cells.items() -%}
    select '{{ known }}' as known_facts, count(*) as cell_size, min(person_number) as person_number
    from {{ relation }}
    group by {{ facts }}
    {{ 'union all' if not loop.last }}
    {% endfor -%}
),

singled_out as (
    select
        known_facts,
        count(distinct case when cell_size = 1 then person_number end) as unique_people,
        min(cell_size) as smallest_cell
    from cells
    group by known_facts
),

known as (
    {% for known, condition in known_facts.items() -%}
    select '{{ known }}' as known_facts, count(*) as people_count
    from everybody as people
    where {{ condition }}
    {{ 'union all' if not loop.last }}
    {% endfor -%}
),

final as (
    select
        time_window.as_of_date,
        cast(known.known_facts as {{ dbt.type_string() }}) as known_facts,
        cast(known.people_count as {{ dbt.type_bigint() }}) as people_count,
        cast(coalesce(singled_out.unique_people, 0) as {{ dbt.type_bigint() }}) as unique_people,
        cast(singled_out.smallest_cell as {{ dbt.type_bigint() }}) as smallest_cell
    from known
    cross join time_window
    left join singled_out on known.known_facts = singled_out.known_facts
)

select * from final
