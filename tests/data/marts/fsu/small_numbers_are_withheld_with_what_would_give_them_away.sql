-- Cells by group, and which of them readers may see. In `one_small`, 30 - 20 - 7 would be the 3, were the 7 not withheld with it.
with cells as (
    select 'one_small' as total, 'a' as cell, 3 as people_count, true as is_withheld
    union all select 'one_small', 'b', 7, true
    union all select 'one_small', 'c', 20, false
    union all select 'two_that_are_small_together', 'a', 1, true
    union all select 'two_that_are_small_together', 'b', 2, true
    union all select 'two_that_are_small_together', 'c', 9, true
    union all select 'two_that_are_small_together', 'd', 9, false
    union all select 'two_that_are_enough', 'a', 4, true
    union all select 'two_that_are_enough', 'b', 4, true
    union all select 'two_that_are_enough', 'c', 5, false
    union all select 'none_small', 'a', 5, false
    union all select 'none_small', 'b', 12, false
    union all select 'alone', 'a', 2, true
    union all select 'nobody', 'a', 0, false
    union all select 'nobody', 'b', 1, true
    union all select 'nobody', 'c', 40, true
    union all select 'unknown', 'a', cast(null as integer), false
    union all select 'unknown', 'b', 6, false
),

judged as (
    select
        cells.*,
        {{ is_small_number('people_count', 'cell', ['total'], threshold=5) }} as is_small_number
    from cells
)

select total, cell
from judged
where is_small_number <> is_withheld
