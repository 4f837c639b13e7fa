-- A true person is the group, the people that hold their records are its parts.
create or replace temp view grouped_items as
select
    *,
    true_person_id as group_id,
    person as part_id
from items;
