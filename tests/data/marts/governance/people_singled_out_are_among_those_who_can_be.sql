select known_facts
from {{ ref('gov_reidentification') }}
where unique_people > people_count
    or smallest_cell > people_count
    or (people_count = 0) <> (smallest_cell is null)
    or (unique_people > 0) <> (coalesce(smallest_cell, 0) = 1)
