-- For the refresh that was just built, the history must say what the seed says.
with counted as (
    select history.*
    from {{ ref('gov_npus_history') }} as history
    cross join {{ ref('int_window__bounds') }} as time_window
    where history.first_as_of_date <= time_window.as_of_date
        and coalesce(history.replaced_as_of_date > time_window.as_of_date, true)
)

select coalesce(counted.npu_code, npus.npu_code) as npu_code
from counted
full outer join {{ ref('npus') }} as npus on counted.npu_code = npus.npu_code and counted.valid_from = npus.valid_from
where counted.npu_code is null
    or npus.npu_code is null
    or counted.npu_name <> npus.npu_name
    or counted.lpa_name is distinct from npus.lpa_name
    or counted.valid_to is distinct from npus.valid_to
