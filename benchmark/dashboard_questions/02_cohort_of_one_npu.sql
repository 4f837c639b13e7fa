-- The cohort's people who live in one NPU.
select cohort.rank, cohort.person_key, npus.npu_name
from marts.fsu_cohort as cohort
inner join marts.dim_people as people on cohort.person_key = people.person_key
inner join marts.dim_npus as npus on people.home_npu_code = npus.npu_code and npus.valid_to is null
where people.home_npu_code = 'BE'
order by cohort.rank
