-- A person is the group, the true persons whose records they hold are its parts.
create or replace temp view grouped_items as
select
    *,
    person as group_id,
    true_person_id as part_id
from items;
