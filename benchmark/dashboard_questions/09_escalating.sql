-- Whose interactions of the last three months stand out, in one NPU.
select escalation.person_key, escalation.recent_count, escalation.earlier_count, escalation.rate_ratio
from marts.fsu_escalation as escalation
inner join marts.dim_people as people on escalation.person_key = people.person_key
where escalation.is_escalating and people.home_npu_code = 'BE'
order by escalation.recent_count desc
limit 50
