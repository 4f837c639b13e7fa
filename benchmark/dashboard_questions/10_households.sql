-- The households with most interactions.
select rank, household_key, npu_code, people_count, volume
from marts.fsu_households
where not is_communal
order by rank
limit 50
