-- Interactions and police hours by NPU and type, each event once.
select npu_code, interaction_type, count(*) as interactions, sum(police_hours) as police_hours
from marts.fct_interactions
group by all
order by all
