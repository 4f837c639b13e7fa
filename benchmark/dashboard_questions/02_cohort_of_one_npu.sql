-- The cohort's people who live in one NPU, or most of whose events are there.
select cohort.rank, cohort.person_key, npus.npu_name
from marts.fsu_cohort as cohort
inner join marts.dim_people as people on cohort.person_key = people.person_key
inner join marts.dim_npus as npus on npus.npu_code = 'BE' and npus.valid_to is null
where 'BE' in (people.home_npu_code, people.events_npu_code)
order by cohort.rank
