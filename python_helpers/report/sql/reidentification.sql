select
    case known_facts
        when 'first_date' then 'the day of their first interaction'
        when 'first_and_last_date' then 'the days of their first and last interaction'
        when 'one_date_and_npu' then 'the day and area of one interaction'
        when 'one_date_npu_and_type' then 'the day, area and type of one interaction'
        when 'one_hour_npu_and_type' then 'the hour, area and type of one interaction'
        when 'two_dates' then 'the days of two interactions'
        when 'looked_after_child' then 'that they are a looked-after child'
        when 'looked_after_child_and_home_npu' then 'that they are a looked-after child, and in which area they live'
        when 'looked_after_child_and_events_npu' then 'that they are a looked-after child, and in which area most of their events are'
        else known_facts
    end as known_facts,
    people_count,
    unique_people,
    people_count - unique_people as others_count,
    unique_people / nullif(people_count, 0) as unique_share
from governance.gov_reidentification
order by people_count desc, unique_share, known_facts
