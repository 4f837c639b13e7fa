-- Share of all true pairs in which both records carry enough to be linked at all.
with flagged as (
    select
        count(*) filter (where has_phone_or_name_and_item) over (partition by true_person_id) - 1 as others_with_item,
        count(*) filter (where has_anything_usable) over (partition by true_person_id) - 1 as others_usable,
        count(*) over (partition by true_person_id) - 1 as others,
        has_phone_or_name_and_item,
        has_anything_usable
    from usable
)

select
    sum(others_with_item) filter (where has_phone_or_name_and_item) / nullif(sum(others), 0) as phone_or_name_and_item,
    sum(others_usable) filter (where has_anything_usable) / nullif(sum(others), 0) as anything_usable
from flagged;
