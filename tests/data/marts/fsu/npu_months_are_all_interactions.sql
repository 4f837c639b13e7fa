-- Months of areas are the interactions of the window, all of them and no more, with their hours.
with months as (
    select interaction_type, sum(interaction_count) as interaction_count, sum(police_hours) as police_hours
    from {{ ref('fsu_npu_months') }}
    group by interaction_type
),

events as (
    select interaction_type, count(*) as interaction_count, sum(police_hours) as police_hours
    from {{ ref('fct_interactions') }}
    group by interaction_type
)

select coalesce(months.interaction_type, events.interaction_type) as interaction_type
from months
full outer join events on months.interaction_type = events.interaction_type
where
    months.interaction_type is null
    or events.interaction_type is null
    or months.interaction_count <> events.interaction_count
    or round(cast(coalesce(months.police_hours, -1) - coalesce(events.police_hours, -1) as {{ dbt.type_numeric() }}), 2) <> 0
