-- Interactions and police hours by NPU and type, each event once.
select npu_code, interaction_type, sum(interaction_count) as interactions, sum(police_hours) as police_hours
from marts.fsu_npu_months
group by npu_code, interaction_type
order by npu_code, interaction_type
